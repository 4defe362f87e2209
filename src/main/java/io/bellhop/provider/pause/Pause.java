package io.bellhop.provider.pause;

import java.time.Instant;
import java.util.UUID;

/**
 * An account, or a part of it, that waits until its provider's API works again.
 *
 * @param part the path of the paused calls; empty for all
 * @param emittedAt when Bellhop emitted the event; null if it has not yet
 */
public record Pause(
    UUID account,
    String provider,
    String part,
    Trigger trigger,
    Instant since,
    Probing probing,
    Instant emittedAt) {
  /**
   * Why it began, or why its last probe failed.
   *
   * @param path of the call that began it
   */
  record Trigger(String path, PauseReason reason, String detail) {}

  /**
   * @param failures failed probes
   * @param until the time until which a probe may be running; null if none is running
   */
  record Probing(int failures, Instant nextAt, Instant until) {}

  public PauseReason reason() {
    return trigger.reason();
  }

  public String detail() {
    return trigger.detail();
  }

  boolean isWhole() {
    return part.equals(ApiRefusal.WHOLE);
  }

  boolean isEmitted() {
    return emittedAt != null;
  }

  /** Whether a successful call of this path ends the pause. */
  boolean endsWith(String path) {
    return trigger.path().equals(PauseWriter.cut(path)) || reason().isEndedByAnySuccess();
  }

  /** Whether a probe may begin. */
  boolean wantsProbe(Instant now) {
    return !now.isBefore(probing.nextAt())
        && (probing.until() == null || !now.isBefore(probing.until()));
  }

  Pause emitted(Instant now) {
    return with(part, trigger, probing.failures(), probing.nextAt(), now);
  }

  Pause probeFailed(PauseReason why, String text, Instant next) {
    Trigger last = new Trigger(trigger.path(), why, text);
    return with(part, last, probing.failures() + 1, next, emittedAt);
  }

  /** Narrows the pause to calls like the one that began it; the next such call is a probe. */
  Pause narrowed(Instant now) {
    return with(trigger.path(), trigger, 0, now, emittedAt);
  }

  private Pause with(String part, Trigger trigger, int failures, Instant nextAt, Instant emitted) {
    return new Pause(
        account, provider, part, trigger, since, new Probing(failures, nextAt, null), emitted);
  }
}
