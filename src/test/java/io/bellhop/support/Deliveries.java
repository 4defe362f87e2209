package io.bellhop.support;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.inbox.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Makes deliveries of one account, each later than the one before. */
public final class Deliveries {
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final UUID account;
  private final Clock clock;

  public Deliveries(UUID account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  public Delivery on(String orderKey) {
    return with(orderKey, "once-" + UUID.randomUUID(), Duration.ZERO);
  }

  public Delivery repeat(String orderKey, String idempotencyKey) {
    return with(orderKey, idempotencyKey, Duration.ZERO);
  }

  public Delivery mergeable(String orderKey, Duration window) {
    return with(orderKey, "once-" + UUID.randomUUID(), window);
  }

  private Delivery with(String orderKey, String idempotencyKey, Duration window) {
    return new Delivery(
        ids.generate(),
        account,
        "pms",
        "thing.changed",
        orderKey,
        idempotencyKey,
        "webhook",
        !window.isZero(),
        clock.instant(),
        clock.instant().plus(window),
        "{}",
        "{}".getBytes(StandardCharsets.UTF_8),
        0,
        null);
  }
}
