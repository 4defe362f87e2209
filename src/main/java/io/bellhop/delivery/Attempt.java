package io.bellhop.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One try to post an event, and what came of it. */
record Attempt(UUID delivery, int number, Instant startedAt, Duration duration, Reply reply) {}
