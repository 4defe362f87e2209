/**
 * The common parts of the inbox and the deliveries: order keys that nodes lease, the heartbeat of
 * leases, and writers that let many callers share one commit. The node that has a lease works alone
 * on its key; if it dies, the key is due again when the lease ends. The entry points are {@link
 * io.bellhop.queue.OrderKeyTable}, {@link io.bellhop.queue.Leases} and {@link
 * io.bellhop.queue.GroupCommit}.
 *
 * <p>Lock order: keys in the order of their texts, and before the pending items under them; a claim
 * skips locked keys and never waits.
 *
 * <p>May import: concurrent, store;
 */
package io.bellhop.queue;
