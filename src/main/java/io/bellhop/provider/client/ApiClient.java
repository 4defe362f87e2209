package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.RetryableException;
import io.bellhop.failure.WithheldException;
import io.bellhop.pipeline.ConditionalRead;
import io.bellhop.provider.client.AuthorizedCalls.Answer;
import io.bellhop.provider.client.CallOutcomes.Attempt;
import io.bellhop.provider.pause.AccountGate;
import io.bellhop.provider.pause.GateDecision;
import io.bellhop.provider.pause.PauseReason;
import io.bellhop.provider.ratelimit.CallPriority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Calls a provider's API within its limits and acts on the verdict of {@link AnswerPolicy} on the
 * answers. A call ends in an answer, {@link ApiRejectedException} for this record, {@link
 * WithheldException} for this kind of call, {@link PausedException} for all of the account, or
 * another {@link RetryableException}. Thread-safe.
 */
final class ApiClient {
  static final String USER_AGENT = "Bellhop/0.1";

  private final AuthorizedCalls calls;
  private final AccountGate gate;
  private final AccountCallTracker tracker;
  private final CallOutcomes outcomes;
  private final ObjectMapper mapper;
  private final Clock clock;

  ApiClient(
      AuthorizedCalls calls,
      AccountGate gate,
      AccountCallTracker tracker,
      ObjectMapper mapper,
      Clock clock) {
    this.calls = calls;
    this.gate = gate;
    this.tracker = tracker;
    this.outcomes = new CallOutcomes(gate, tracker, clock);
    this.mapper = mapper;
    this.clock = clock;
  }

  JsonNode call(Account account, ApiCall call, CallPriority priority) {
    if (account.revoked()) {
      throw new ApiRejectedException(
          "revoked", "no API call: the account's authorization was revoked");
    }
    if (priority.asked()) {
      return call(new Attempt(account, call, priority, GateDecision.FREE));
    }
    GateDecision pass = gate.enter(account, call.part());
    if (!pass.isOpen()) {
      String text = "no API call now: " + pass.detail();
      throw pass.isWhole()
          ? new PausedException(text, pass.until())
          : new WithheldException(
              "none", text, pass.until(), pass.reason() == PauseReason.NOT_ENABLED);
    }
    Attempt attempt = new Attempt(account, call, priority, pass);
    if (pass.isProbe()) {
      return probe(attempt);
    }
    Instant retryAt = tracker.begin(account.id());
    if (retryAt != null) {
      throw new RetryableException("Bellhop waits for other calls of the account", retryAt, false);
    }
    Instant begun = clock.instant();
    try {
      return call(attempt);
    } finally {
      tracker.end(account.id(), Duration.between(begun, clock.instant()));
    }
  }

  /** Makes a call and lets the caller judge its answer. */
  Answer pass(Account account, ApiCall call, CallPriority priority) {
    return calls.send(account, call, priority);
  }

  private JsonNode probe(Attempt attempt) {
    boolean settled = false;
    try {
      JsonNode answer = call(attempt);
      settled = true;
      return answer;
    } catch (PausedException | ApiRejectedException e) {
      settled = true; // the outcome is already recorded
      throw e;
    } finally {
      if (!settled) {
        gate.release(attempt.pass());
      }
    }
  }

  private JsonNode call(Attempt attempt) {
    Answer answer;
    try {
      answer = calls.send(attempt.account(), attempt.call(), attempt.priority());
    } catch (NoAnswerException e) {
      throw outcomes.outage(attempt, e, true);
    } catch (CredentialsException e) {
      throw outcomes.credentials(attempt, e);
    }
    switch (answer.verdict().kind()) {
      case ANSWERED -> {
        return answer(attempt, answer);
      }
      case NOT_FOUND -> {
        outcomes.worked(attempt);
        throw new ApiRejectedException(answer.status(), answer.text());
      }
      case RECORD -> {
        boolean mayBeExpired = calls.mayBeExpired(attempt.account(), answer);
        throw outcomes.ofRecord(attempt, answer, mayBeExpired);
      }
      case PART -> throw outcomes.ofPart(attempt, answer);
      case TOKEN ->
          throw outcomes.credentials(
              attempt, new CredentialsException(answer.text(), outcomes.retryAt(answer)));
      case ACCOUNT -> throw outcomes.blocked(attempt, answer, answer.text());
      case LIMIT -> throw new RetryableException(answer.text(), answer.reply().retryAt(), true);
      case OUTAGE ->
          throw outcomes.outage(
              attempt,
              new NoAnswerException(answer.text(), outcomes.retryAt(answer)),
              answer.reply().status() != 500);
      default -> throw new IllegalStateException("no such kind: " + answer.verdict().kind());
    }
  }

  private JsonNode answer(Attempt attempt, Answer answer) {
    ConditionalRead condition = attempt.call().condition();
    HttpCalls.Reply reply = answer.reply();
    boolean isUnchanged = reply.status() == HttpCalls.Reply.UNCHANGED && condition != null;
    if (condition != null) {
      condition.answered(attempt.call().path(), isUnchanged, reply.validators());
    }
    if (isUnchanged || reply.body().length == 0 && calls.mayBeEmpty(reply.status())) {
      outcomes.worked(attempt);
      return mapper.createObjectNode();
    }
    JsonNode json = answer.json();
    if (json != null && json.isContainerNode()) {
      outcomes.worked(attempt);
      return json;
    }
    if (!attempt.call().reads()) {
      outcomes.worked(attempt);
      // The API has done the work, whatever its answer, and a retry would repeat the work.
      return json == null || json.isMissingNode() ? mapper.createObjectNode() : json;
    }
    throw outcomes.outage(
        attempt,
        new NoAnswerException("the provider's API answered something that is not JSON", null),
        true);
  }
}
