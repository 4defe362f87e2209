/**
 * The durable queue of arrivals. An acknowledged message is on disk and ends in exactly one
 * outcome, even after crashes. Only one worker on one node processes an order key at a time, in the
 * order of arrival.
 *
 * <p>Entry points: {@link io.bellhop.inbox.Inbox} appends and claims, {@link
 * io.bellhop.inbox.Dispatcher} hands claims to workers, {@link io.bellhop.inbox.MessageSettler}
 * ends them in the transaction that publishes.
 *
 * <p>May import: concurrent, config, journal, journal.kafka, queue, store, time, tracing;
 *
 * <p>Lock order of all its transactions: the node ({@code inbox_node}), order keys ({@code
 * inbox_key}) in their order, then rows ({@code inbox}). A transaction that also takes the event
 * log's head takes it between the node and any key.
 */
package io.bellhop.inbox;
