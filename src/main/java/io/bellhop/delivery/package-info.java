/**
 * Delivers events to subscriptions. The transaction that emits an event also writes its deliveries;
 * each subscription has its own lane, which keeps the order of each record. Every delivery ends as
 * delivered or dead, even after crashes, and Bellhop records each attempt.
 *
 * <p>The entry points are {@link io.bellhop.delivery.DeliveryService}, which connects the parts,
 * and {@link io.bellhop.delivery.Redelivery}, which repeats deliveries and replays events.
 *
 * <p>Lock order: the head of the event log, then the row of a subscription, then a node's share of
 * its limits, or order keys ({@code delivery_key}) in their order, then rows ({@code
 * delivery_pending}).
 *
 * <p>May import: concurrent, config, delivery.http, delivery.relay, delivery.sink, event, json,
 * net, queue, store, subscription, time, tracing;
 */
package io.bellhop.delivery;
