package io.bellhop.provider.pause;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer of {@link AccountGate} before a call.
 *
 * @param account the account whose pause the call probes; null if it probes none
 * @param part the paused part of the account, or the part that the call probes
 * @param until the time to ask again; null if the call is allowed
 * @param reason why the account is paused; null if it is not
 * @param detail the reason in words
 */
public record GateDecision(
    UUID account, String part, Instant until, PauseReason reason, String detail) {
  public static final GateDecision FREE =
      new GateDecision(null, ApiRefusal.WHOLE, null, null, null);

  static GateDecision probe(UUID account, Pause pause) {
    return new GateDecision(account, pause.part(), null, pause.reason(), pause.detail());
  }

  static GateDecision closed(Pause pause, Instant until) {
    return new GateDecision(null, pause.part(), until, pause.reason(), pause.detail());
  }

  public boolean isOpen() {
    return until == null;
  }

  /** Whether the call probes whether the API works again. */
  public boolean isProbe() {
    return account != null;
  }

  public boolean isWhole() {
    return part.equals(ApiRefusal.WHOLE);
  }
}
