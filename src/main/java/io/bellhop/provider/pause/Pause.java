package io.bellhop.provider.pause;

import java.time.Instant;
import java.util.UUID;

/**
 * An account, or a part of it, that waits until its provider's API works again.
 *
 * @param part the path of the calls that wait; empty for all
 * @param cause the path of the call that began it
 * @param failures probes that have failed
 * @param probeUntil until when a probe may be under way; null if none is
 * @param emittedAt when the log was told of it; null if it was not yet
 */
public record Pause(
    UUID account,
    String provider,
    String part,
    String cause,
    PauseReason reason,
    String detail,
    Instant since,
    int failures,
    Instant nextProbeAt,
    Instant probeUntil,
    Instant emittedAt) {

  boolean isWhole() {
    return part.equals(ApiRefusal.WHOLE);
  }

  boolean isEmitted() {
    return emittedAt != null;
  }

  /** Whether a call of this path that has worked says that it is over. */
  boolean endsWith(String path) {
    return cause.equals(PauseBook.cut(path)) || reason.isEndedByAnySuccess();
  }

  /** Whether a probe may begin. */
  boolean wantsProbe(Instant now) {
    return !now.isBefore(nextProbeAt) && (probeUntil == null || !now.isBefore(probeUntil));
  }

  Pause emitted(Instant now) {
    return with(part, reason, detail, failures, nextProbeAt, now);
  }

  Pause probeFailed(PauseReason why, String text, Instant next) {
    return with(part, why, text, failures + 1, next, emittedAt);
  }

  /** Only calls like the one that began it are left to wait; the next of them is a probe. */
  Pause narrowed(Instant now) {
    return with(cause, reason, detail, 0, now, emittedAt);
  }

  private Pause with(
      String part,
      PauseReason reason,
      String detail,
      int failures,
      Instant nextProbeAt,
      Instant emittedAt) {
    return new Pause(
        account,
        provider,
        part,
        cause,
        reason,
        detail,
        since,
        failures,
        nextProbeAt,
        null,
        emittedAt);
  }
}
