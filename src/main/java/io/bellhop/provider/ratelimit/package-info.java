/**
 * Keeps the limits of providers' APIs: calls in a sliding window, counted by all nodes on a
 * database, with priority for callers outside the background.
 *
 * <p>The entry points are {@link io.bellhop.provider.ratelimit.RateLimits}, the limits of one
 * provider, and {@link io.bellhop.provider.ratelimit.Allowance}, which reads them.
 *
 * <p>May import: account, store;
 *
 * <p>Lock order: the monitor of a {@link io.bellhop.provider.ratelimit.RateLimit}, then its row in
 * api_limit. If there are several limits, a caller takes that of the account before that of the
 * address, and holds one lock at a time.
 */
package io.bellhop.provider.ratelimit;
