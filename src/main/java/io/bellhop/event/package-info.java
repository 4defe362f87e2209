/**
 * Snapshots, events and the transaction that writes them. Bellhop compares the results of routes
 * with the snapshots, and emits an event only for a real difference.
 *
 * <p>Entry points: {@link io.bellhop.event.EventPublisher} publishes the outcome of a claim, {@link
 * io.bellhop.event.SystemEvents} appends events of Bellhop itself, {@link
 * io.bellhop.event.KnownRecords} and {@link io.bellhop.event.SyncEntries} read snapshots. {@link
 * io.bellhop.event.Stay} tells which nights a record takes. Deliveries and syncs take part through
 * {@link io.bellhop.event.EventSubscribers} and {@link io.bellhop.event.SyncSettlement}.
 *
 * <p>May import: account, concurrent, crypto, inbox, queue, store, time;
 *
 * <p>Lock order: the log's head ({@code event_head}) first, as in every publishing transaction;
 * then order keys of the inbox, the sync row of an account, snapshots and idempotency keys of those
 * messages, and last the order keys of deliveries. The head serialises publishing transactions, so
 * that the log has no gap that fills later.
 */
package io.bellhop.event;
