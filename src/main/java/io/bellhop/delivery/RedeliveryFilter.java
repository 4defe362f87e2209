package io.bellhop.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * Selects ended deliveries to one subscription.
 *
 * @param status delivered or dead
 * @param from the earliest time at which the delivery was queued; null for no lower bound
 * @param to the time before which the delivery was queued; null for no upper bound
 */
public record RedeliveryFilter(UUID subscriptionId, String status, Instant from, Instant to) {}
