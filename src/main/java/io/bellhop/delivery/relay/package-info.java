/**
 * Sends events to sinks that take many at once, which is Kafka: in the order of the log, with one
 * position for each subscription in place of a row for each delivery.
 *
 * <p>The transaction that emits events notes which of them a subscription gets as runs of the log
 * ({@code relay_run}); one node at a time sends what lies behind the subscription's position
 * ({@code relay}) and moves it when the receiver has acknowledged all of a batch. What a relay
 * cannot send, because the receiver refuses this one event or the subscription has another target
 * by now, goes into the queue of deliveries.
 *
 * <p>Entry points: {@link io.bellhop.delivery.relay.Relays} sends, {@link
 * io.bellhop.delivery.relay.RelayRuns} says what was sent.
 *
 * <p>Lock order: the head of the event log, then the row of a subscription, then {@code relay},
 * then {@code relay_run}, and last the order keys of deliveries.
 *
 * <p>May import: concurrent, delivery.http, delivery.sink, event, json, queue, store, subscription,
 * time;
 */
package io.bellhop.delivery.relay;
