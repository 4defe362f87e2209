/**
 * Sends events to sinks that accept batches (Kafka), in the order of the log, with one position for
 * each subscription instead of a row for each delivery.
 *
 * <p>The transaction that emits events stores which of them a subscription gets, as runs of the log
 * ({@code relay_run}). One node at a time sends the events behind the subscription's position
 * ({@code relay}) and moves the position when the receiver has acknowledged the whole batch. If a
 * relay cannot send an event, because the receiver refuses it or the subscription has another
 * target now, the event goes into the queue of deliveries.
 *
 * <p>Entry points: {@link io.bellhop.delivery.relay.Relays} sends, {@link
 * io.bellhop.delivery.relay.RelayRuns} records what was sent.
 *
 * <p>Lock order: the head of the event log, then the row of a subscription, then {@code relay},
 * then {@code relay_run}, and last the order keys of deliveries.
 *
 * <p>May import: concurrent, delivery.http, delivery.sink, event, json, queue, store, subscription,
 * time;
 */
package io.bellhop.delivery.relay;
