package io.bellhop.delivery.http;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One try to post an event, and what came of it. */
public record DeliveryAttempt(
    UUID delivery, int number, Instant startedAt, Duration duration, HttpReply reply) {}
