package io.bellhop.delivery.http;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One attempt to post an event, and its reply. */
public record DeliveryAttempt(
    UUID delivery, int number, Instant startedAt, Duration duration, HttpReply reply) {}
