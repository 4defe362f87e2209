package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.RetryableException;
import io.bellhop.failure.WithheldException;
import io.bellhop.net.RetryAfter;
import io.bellhop.provider.client.AuthorizedCalls.Answer;
import io.bellhop.provider.pause.AccountGate;
import io.bellhop.provider.pause.ApiRefusal;
import io.bellhop.provider.pause.GateDecision;
import io.bellhop.provider.pause.PauseReason;
import io.bellhop.provider.ratelimit.CallPriority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Draws the consequences of a call: begins or ends pauses of the account, and returns the exception
 * for the route. Thread-safe.
 */
final class CallOutcomes {
  /** A call, with its account, its priority and the decision of the gate. */
  record Attempt(Account account, ApiCall call, CallPriority priority, GateDecision pass) {
    private ApiRefusal refusal(String part, PauseReason reason, String detail, boolean certain) {
      return new ApiRefusal(part, call.part(), reason, detail, certain);
    }
  }

  private final AccountGate gate;
  private final AccountCallTracker tracker;
  private final Clock clock;

  CallOutcomes(AccountGate gate, AccountCallTracker tracker, Clock clock) {
    this.gate = gate;
    this.tracker = tracker;
    this.clock = clock;
  }

  void worked(Attempt attempt) {
    tracker.worked(attempt.account().id(), attempt.call().part());
    gate.worked(attempt.account(), attempt.call().part());
  }

  /**
   * The API refuses the record.
   *
   * @param mayBeExpired whether an expired token may be the cause
   */
  RuntimeException ofRecord(Attempt attempt, Answer answer, boolean mayBeExpired) {
    if (!answer.isForbidden()) {
      worked(attempt);
      return new ApiRejectedException(answer.status(), answer.text());
    }
    GateDecision pass = attempt.pass();
    boolean ofAccount =
        pass.isProbe() && pass.reason() != PauseReason.OUTAGE
            || tracker.forbidden(attempt.account().id(), attempt.call().path());
    if (ofAccount) {
      return blocked(attempt, answer, answer.text() + ", whatever record is asked for");
    }
    if (pass.isProbe()) {
      gate.worked(attempt.account(), attempt.call().part());
    }
    return new ApiRejectedException(answer.status(), answer.text(), mayBeExpired);
  }

  /** The API does not allow the account this kind of call. */
  RuntimeException ofPart(Attempt attempt, Answer answer) {
    if (attempt.pass().isProbe() && attempt.pass().isWhole()) {
      // The account works, except for this kind of call.
      gate.worked(attempt.account(), "");
    }
    ApiRefusal refusal =
        attempt.refusal(attempt.call().part(), PauseReason.NOT_ENABLED, answer.text(), true);
    return withheld(attempt, refusal, answer.status());
  }

  /** The API rejects the whole account. */
  RuntimeException blocked(Attempt attempt, Answer answer, String text) {
    return paused(
        attempt,
        attempt.refusal(ApiRefusal.WHOLE, PauseReason.BLOCKED, text, true),
        retryAt(answer));
  }

  RuntimeException credentials(Attempt attempt, CredentialsException cause) {
    return attempt.priority().asked()
        ? cause
        : paused(
            attempt,
            attempt.refusal(ApiRefusal.WHOLE, PauseReason.CREDENTIALS, cause.getMessage(), false),
            cause.at());
  }

  /**
   * @param outside whether the failure may be outside the API itself
   */
  RuntimeException outage(Attempt attempt, NoAnswerException cause, boolean outside) {
    ApiCall call = attempt.call();
    String part = tracker.failed(attempt.account().id(), call.part(), call.path(), outside);
    if (attempt.pass().isProbe()) {
      part = attempt.pass().part();
    }
    if (part == null) {
      return new RetryableException(cause.getMessage(), cause.at(), true);
    }
    ApiRefusal refusal = attempt.refusal(part, PauseReason.OUTAGE, cause.getMessage(), false);
    return part.equals(ApiRefusal.WHOLE)
        ? paused(attempt, refusal, cause.at())
        : withheld(attempt, refusal, "none");
  }

  /** When the API accepts the next call; null if its answer names no time. */
  Instant retryAt(Answer answer) {
    String retryAfter = answer.reply().retryAfter();
    return retryAfter == null ? null : RetryAfter.at(retryAfter, clock.instant(), Duration.ZERO);
  }

  /**
   * @param named when the API accepts the next call; null if it named no time
   */
  private RuntimeException paused(Attempt attempt, ApiRefusal refusal, Instant named) {
    GateDecision pass = attempt.pass();
    if (pass.isProbe() && !pass.isWhole()) {
      // Other calls work, so a pause of only this kind of call stays as it is.
      return withheld(
          attempt,
          attempt.refusal(pass.part(), refusal.reason(), refusal.detail(), refusal.certain()),
          "none");
    }
    gate.refused(attempt.account(), refusal, pass);
    Instant retryAt = gate.again(attempt.account(), refusal.part());
    return new PausedException(refusal.detail(), retryAt == null ? named : retryAt);
  }

  private WithheldException withheld(Attempt attempt, ApiRefusal refusal, String code) {
    gate.refused(attempt.account(), refusal, attempt.pass());
    return new WithheldException(
        code,
        refusal.detail(),
        gate.again(attempt.account(), refusal.part()),
        refusal.reason() == PauseReason.NOT_ENABLED);
  }
}
