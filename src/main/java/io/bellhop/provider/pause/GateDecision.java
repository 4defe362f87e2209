package io.bellhop.provider.pause;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer of {@link AccountGate} to the caller of a provider's API, before its call.
 *
 * @param account whose pause it probes; null if it probes none
 * @param part the part of the account that is paused, or that the call probes
 * @param until when to ask again; null if the call may be made
 * @param reason why the account is paused; null if it is not
 * @param detail the same in words
 */
public record GateDecision(
    UUID account, String part, Instant until, PauseReason reason, String detail) {
  /** Nothing is in the way. */
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

  /** Whether the call is the one that finds out whether the API works again. */
  public boolean isProbe() {
    return account != null;
  }

  public boolean isWhole() {
    return part.equals(ApiRefusal.WHOLE);
  }
}
