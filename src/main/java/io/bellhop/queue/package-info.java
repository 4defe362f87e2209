/**
 * What the inbox and the deliveries have in common: order keys that nodes lease from each other,
 * the heartbeat of a lease, and writers that let many callers share one commit. Whoever holds a
 * lease works alone on its key; if he dies, it comes back when the lease ends.
 */
package io.bellhop.queue;
