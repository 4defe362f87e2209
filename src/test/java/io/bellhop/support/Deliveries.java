package io.bellhop.support;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes deliveries of one account, each later than the one before. */
public final class Deliveries {
  private final AtomicLong count = new AtomicLong();
  private final UUID account;
  private final Clock clock;

  public Deliveries(UUID account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  public InboxMessage on(String orderKey) {
    return with(orderKey, "once-" + UUID.randomUUID(), Duration.ZERO);
  }

  public InboxMessage repeat(String orderKey, String idempotencyKey) {
    return with(orderKey, idempotencyKey, Duration.ZERO);
  }

  public InboxMessage mergeable(String orderKey, Duration window) {
    return with(orderKey, "once-" + UUID.randomUUID(), window);
  }

  /** Ordered by the clock's time, as real ids are by the real one, and within it by count. */
  private UUID id() {
    return new UUID(
        clock.millis() << 16 | 0x7000,
        Long.MIN_VALUE
            | (count.incrementAndGet() & 0x3fffffffL) << 32
            | ThreadLocalRandom.current().nextInt() & 0xffffffffL);
  }

  public InboxMessage followUp(String name) {
    return InboxMessage.builder(id(), account, "pms")
        .nativeEvent(name)
        .keys(account + " follow-up " + name, "follow-up " + name)
        .kind(MessageKind.FOLLOW_UP)
        .receivedAt(clock.instant())
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private InboxMessage with(String orderKey, String idempotencyKey, Duration window) {
    return InboxMessage.builder(id(), account, "pms")
        .nativeEvent("thing.changed")
        .keys(orderKey, idempotencyKey)
        .mergeable(!window.isZero())
        .receivedAt(clock.instant())
        .dueAt(clock.instant().plus(window))
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
