/**
 * The common parts of the inbox and the deliveries: order keys that nodes lease, the heartbeat of
 * leases, and writers that let many callers share one commit. Only the node with the lease
 * processes a key; if it dies, the key is due again when the lease ends. The entry points are
 * {@link io.bellhop.queue.OrderKeyTable}, {@link io.bellhop.queue.Leases} and {@link
 * io.bellhop.queue.GroupCommit}.
 *
 * <p>Lock order: keys in the order of their texts, then their pending items; a claim skips locked
 * keys and never waits.
 *
 * <p>May import: concurrent, store;
 */
package io.bellhop.queue;
