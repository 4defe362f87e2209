package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.RetryableException;
import io.bellhop.failure.WithheldException;
import io.bellhop.json.Json;
import io.bellhop.net.RetryAfter;
import io.bellhop.provider.client.AnswerVerdict.Kind;
import io.bellhop.provider.pause.AccountGate;
import io.bellhop.provider.pause.ApiRefusal;
import io.bellhop.provider.pause.PausePass;
import io.bellhop.provider.pause.PauseReason;
import io.bellhop.provider.ratelimit.CallPriority;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls a provider's API within its limits and acts on what {@link AnswerPolicy} makes of the
 * answers. A call ends in one of these: an answer, {@link ApiRejectedException} for this record,
 * {@link WithheldException} for this kind of call, {@link PausedException} for all of the account,
 * or another {@link RetryableException}. Thread-safe.
 */
final class ApiClient {
  static final String USER_AGENT = "Bellhop/0.1";

  /** A token that worked so lately still does: a 403 is about the record and not about it. */
  private static final Duration PROVEN = Duration.ofMinutes(10);

  private record Proven(String verifier, Instant at) {}

  /** An answer and what it means. */
  private record Judged(HttpCalls.Reply reply, AnswerVerdict verdict, String verifier) {}

  private final ApiSettings settings;
  private final Auths auths;
  private final LimitedCalls calls;
  private final AccountGate gate;
  private final AccountDoubts doubts;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Map<UUID, Proven> proven = new ConcurrentHashMap<>();

  ApiClient(
      ApiSettings settings,
      Auths auths,
      LimitedCalls calls,
      AccountGate gate,
      AccountDoubts doubts,
      ObjectMapper mapper,
      Clock clock) {
    this.settings = settings;
    this.auths = auths;
    this.calls = calls;
    this.gate = gate;
    this.doubts = doubts;
    this.mapper = mapper;
    this.clock = clock;
  }

  JsonNode call(Account account, ApiCall call, CallPriority caller) {
    if (account.revoked()) {
      throw new ApiRejectedException(
          "revoked", "no API call: the account's authorization was revoked");
    }
    if (caller.asked()) {
      return call(account, call, caller, PausePass.FREE);
    }
    PausePass pass = gate.enter(account, call.part());
    if (!pass.isOpen()) {
      throw waits(pass, "no API call now: " + pass.detail());
    }
    if (pass.isProbe()) {
      return probe(account, call, caller, pass);
    }
    Instant again = doubts.begin(account.id());
    if (again != null) {
      throw new RetryableException("waits for other calls of the account", again, false);
    }
    Instant begun = clock.instant();
    try {
      return call(account, call, caller, pass);
    } finally {
      doubts.end(account.id(), Duration.between(begun, clock.instant()));
    }
  }

  private JsonNode probe(Account account, ApiCall call, CallPriority caller, PausePass pass) {
    boolean settled = false;
    try {
      JsonNode answer = call(account, call, caller, pass);
      settled = true;
      return answer;
    } catch (PausedException | ApiRejectedException e) {
      settled = true; // what it came to is written
      throw e;
    } finally {
      if (!settled) {
        gate.release(pass);
      }
    }
  }

  private JsonNode call(Account account, ApiCall call, CallPriority caller, PausePass pass) {
    Judged judged;
    try {
      judged = judged(account, call, caller);
    } catch (NoAnswerException e) {
      throw outage(account, call, pass, e, true);
    } catch (CredentialsException e) {
      throw credentials(account, call, caller, pass, e);
    }
    HttpCalls.Reply reply = judged.reply();
    String text = judged.verdict().text();
    return switch (judged.verdict().kind()) {
      case ANSWERED -> answer(account, call, pass, reply);
      case NOT_FOUND -> {
        worked(account, call);
        throw new ApiRejectedException(String.valueOf(reply.status()), text);
      }
      case RECORD -> throw ofRecord(account, call, pass, judged);
      case PART -> throw ofPart(account, call, pass, judged);
      case TOKEN ->
          throw credentials(
              account, call, caller, pass, new CredentialsException(text, again(reply)));
      case ACCOUNT ->
          throw paused(
              account,
              new ApiRefusal(ApiRefusal.WHOLE, call.part(), PauseReason.BLOCKED, text, true),
              pass,
              again(reply));
      case LIMIT -> throw new RetryableException(text, reply.retryAt(), true);
      case OUTAGE ->
          throw outage(
              account,
              call,
              pass,
              new NoAnswerException(text, again(reply)),
              reply.status() != 500);
    };
  }

  /** The answer to the call, made once more if its token had ended. */
  private Judged judged(Account account, ApiCall call, CallPriority caller) {
    Auth auth = auths.of(account);
    Judged first = send(account, call, caller, auth, authorization(auth, account));
    if (!auth.renews() || !isOfToken(account, first)) {
      return first;
    }
    String renewed = auth.renewed(account, first.verifier());
    return renewed == null ? first : send(account, call, caller, auth, renewed);
  }

  /** Where no token can be had, nothing can be asked. */
  private static String authorization(Auth auth, Account account) {
    try {
      return auth.authorization(account);
    } catch (CredentialsException e) {
      throw e;
    } catch (RetryableException e) {
      throw e.counts() ? new NoAnswerException(e.getMessage(), e.at()) : e;
    }
  }

  private Judged send(
      Account account, ApiCall call, CallPriority caller, Auth auth, String verifier) {
    HttpCalls.Reply reply = calls.send(account, call, verifier, caller);
    AnswerVerdict verdict = settings.policy().judge(reply.status(), reply.body(), mapper);
    if (verdict.is(Kind.LIMIT)) {
      reply = calls.refused(account, reply);
    } else if (verdict.is(Kind.ANSWERED)) {
      calls.taken(account);
    }
    if (auth.renews() && verdict.is(Kind.ANSWERED)) {
      proven.put(account.id(), new Proven(verifier, clock.instant()));
      auth.proved(account);
    }
    return new Judged(reply, verdict, verifier);
  }

  private boolean isOfToken(Account account, Judged judged) {
    return judged.verdict().is(Kind.TOKEN)
        || isForbidden(judged) && !isProven(account, judged.verifier());
  }

  /** An expired token may answer 403 too; a 403 to a token that works is the record's own. */
  private boolean isProven(Account account, String verifier) {
    Proven last = proven.get(account.id());
    return last != null
        && last.verifier().equals(verifier)
        && clock.instant().isBefore(last.at().plus(PROVEN));
  }

  private static boolean isForbidden(Judged judged) {
    return judged.verdict().is(Kind.RECORD) && judged.reply().status() == 403;
  }

  private void worked(Account account, ApiCall call) {
    doubts.worked(account.id(), call.part());
    gate.worked(account, call.part());
  }

  private RuntimeException ofRecord(Account account, ApiCall call, PausePass pass, Judged judged) {
    String text = judged.verdict().text();
    String code = String.valueOf(judged.reply().status());
    if (!isForbidden(judged)) {
      worked(account, call);
      return new ApiRejectedException(code, text);
    }
    boolean ofAccount =
        pass.isProbe() && pass.reason() != PauseReason.OUTAGE
            || doubts.forbidden(account.id(), call.path());
    if (ofAccount) {
      String several = text + ", whatever record is asked for";
      return paused(
          account,
          new ApiRefusal(ApiRefusal.WHOLE, call.part(), PauseReason.BLOCKED, several, true),
          pass,
          again(judged.reply()));
    }
    if (pass.isProbe()) {
      gate.worked(account, call.part());
    }
    Auth auth = auths.of(account);
    boolean doubtful = auth.renews() && !isProven(account, judged.verifier());
    return new ApiRejectedException(code, text, doubtful);
  }

  private RuntimeException ofPart(Account account, ApiCall call, PausePass pass, Judged judged) {
    if (pass.isProbe() && pass.isWhole()) {
      // The account is well: it is only this that it may not do.
      gate.worked(account, "");
    }
    ApiRefusal refusal =
        new ApiRefusal(
            call.part(), call.part(), PauseReason.NOT_ENABLED, judged.verdict().text(), true);
    gate.refused(account, refusal, pass);
    return new WithheldException(
        String.valueOf(judged.reply().status()),
        judged.verdict().text(),
        gate.again(account, refusal.part()));
  }

  private RuntimeException credentials(
      Account account,
      ApiCall call,
      CallPriority caller,
      PausePass pass,
      CredentialsException cause) {
    if (caller.asked()) {
      return cause;
    }
    return paused(
        account,
        new ApiRefusal(
            ApiRefusal.WHOLE, call.part(), PauseReason.CREDENTIALS, cause.getMessage(), false),
        pass,
        cause.at());
  }

  /**
   * @param outside whether what failed may not be the API itself
   */
  private RuntimeException outage(
      Account account, ApiCall call, PausePass pass, NoAnswerException cause, boolean outside) {
    String part = doubts.failed(account.id(), call.part(), call.path(), outside);
    if (pass.isProbe()) {
      part = pass.part();
    }
    if (part == null) {
      return new RetryableException(cause.getMessage(), cause.at(), true);
    }
    ApiRefusal refusal =
        new ApiRefusal(part, call.part(), PauseReason.OUTAGE, cause.getMessage(), false);
    if (part.equals(ApiRefusal.WHOLE)) {
      return paused(account, refusal, pass, cause.at());
    }
    gate.refused(account, refusal, pass);
    return new WithheldException("none", cause.getMessage(), gate.again(account, part));
  }

  private RuntimeException paused(
      Account account, ApiRefusal refusal, PausePass pass, Instant named) {
    if (pass.isProbe() && !pass.isWhole()) {
      // All else works: what was narrowed to this kind of call is no affair of the whole account.
      ApiRefusal ofPart =
          new ApiRefusal(
              pass.part(), refusal.cause(), refusal.reason(), refusal.detail(), refusal.certain());
      gate.refused(account, ofPart, pass);
      return new WithheldException("none", refusal.detail(), gate.again(account, pass.part()));
    }
    gate.refused(account, refusal, pass);
    Instant again = gate.again(account, refusal.part());
    return new PausedException(refusal.detail(), again == null ? named : again);
  }

  private static RuntimeException waits(PausePass pass, String text) {
    return pass.isWhole()
        ? new PausedException(text, pass.until())
        : new WithheldException("none", text, pass.until());
  }

  private Instant again(HttpCalls.Reply reply) {
    return reply.retryAfter() == null
        ? null
        : RetryAfter.at(reply.retryAfter(), clock.instant(), Duration.ZERO);
  }

  private JsonNode answer(Account account, ApiCall call, PausePass pass, HttpCalls.Reply reply) {
    JsonNode json = null;
    try {
      json = Json.read(mapper, reply.body());
    } catch (IOException e) {
      // what follows says it
    }
    if (json != null && json.isContainerNode()) {
      worked(account, call);
      return json;
    }
    if (!call.reads()) {
      worked(account, call);
      // It was done, whatever was said to it: coming again would do it twice.
      return json == null || json.isMissingNode() ? mapper.createObjectNode() : json;
    }
    throw outage(
        account,
        call,
        pass,
        new NoAnswerException("the provider's API answers something that is not JSON", null),
        true);
  }
}
