package io.bellhop.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * Selects ended deliveries to one subscription.
 *
 * @param status delivered or dead
 * @param from the first time at which the delivery was queued; null: from the beginning
 * @param to the time before which it was queued; null: to the end
 */
public record RedeliveryFilter(UUID subscriptionId, String status, Instant from, Instant to) {}
