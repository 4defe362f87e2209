package io.bellhop.delivery.http;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One attempt to post an event, and its reply.
 *
 * @param account the account of the event; null for an event about Bellhop itself
 */
public record DeliveryAttempt(
    UUID delivery,
    UUID account,
    int number,
    Instant startedAt,
    Duration duration,
    HttpReply reply) {}
