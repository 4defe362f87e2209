package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.json.Json;
import io.bellhop.provider.client.AnswerVerdict.Kind;
import io.bellhop.provider.ratelimit.CallPriority;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes calls with the account's credentials and judges the answers. If the token has expired, it
 * renews the token once and repeats the call. Thread-safe.
 */
final class AuthorizedCalls {
  /** A token that worked this recently is still valid, so a 403 concerns the record. */
  private static final Duration PROVEN = Duration.ofMinutes(10);

  private record Proven(String authorization, Instant at) {}

  /**
   * An answer and its meaning.
   *
   * @param reply the reply, with the status that the provider means
   * @param sentStatus the status that the provider sent, which may be 200 for a failure
   * @param json the body of a success, if it is JSON; otherwise null
   * @param authorization the header of the call; null if it had none
   */
  record Answer(
      HttpCalls.Reply reply,
      int sentStatus,
      JsonNode json,
      AnswerVerdict verdict,
      String authorization) {
    String status() {
      return String.valueOf(reply.status());
    }

    String text() {
      return verdict.text();
    }

    boolean isForbidden() {
      return verdict.is(Kind.RECORD) && reply.status() == 403;
    }
  }

  private final ApiSettings settings;
  private final Auths auths;
  private final LimitedCalls calls;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Map<UUID, Proven> proven = new ConcurrentHashMap<>();

  AuthorizedCalls(
      ApiSettings settings, Auths auths, LimitedCalls calls, ObjectMapper mapper, Clock clock) {
    this.settings = settings;
    this.auths = auths;
    this.calls = calls;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * @throws NoAnswerException if no answer came
   * @throws CredentialsException if the account has no credentials, or the token endpoint refuses
   *     them
   * @throws RetryableException if a limit does not allow the call yet
   */
  Answer send(Account account, ApiCall call, CallPriority priority) {
    Auth auth = auths.of(account);
    Answer first = send(account, call, priority, auth, authorization(auth, account));
    boolean expired =
        first.verdict().is(Kind.TOKEN) || first.isForbidden() && !isProven(account, first);
    if (!auth.renews() || !expired) {
      return first;
    }
    String renewed = auth.renewed(account, first.authorization());
    return renewed == null ? first : send(account, call, priority, auth, renewed);
  }

  /** Whether an expired token may be the cause of a 403. */
  boolean mayBeExpired(Account account, Answer answer) {
    return auths.of(account).renews() && !isProven(account, answer);
  }

  /** Whether an answer of this status may have no body. */
  boolean mayBeEmpty(int status) {
    return settings.policy().also().hasStatus(status);
  }

  private Answer send(
      Account account, ApiCall call, CallPriority priority, Auth auth, String authorization) {
    ApiCall proved = call.with(auth.signature(account, call));
    HttpCalls.Reply sent = calls.send(account, proved, authorization, priority);
    boolean is2xx = sent.status() / 100 == 2;
    JsonNode json = is2xx ? settings.policy().answered().taken(json(sent), call) : null;
    HttpCalls.Reply reply =
        is2xx ? sent.as(settings.policy().answered().of(sent.status(), json, call)) : sent;
    AnswerVerdict verdict =
        reply.status() == HttpCalls.Reply.UNCHANGED && call.condition() != null
            ? AnswerVerdict.ANSWERED
            : settings.policy().judge(reply.status(), reply.body(), mapper);
    if (verdict.is(Kind.LIMIT)) {
      reply = calls.refused(account, reply);
    } else if (verdict.is(Kind.ANSWERED)) {
      calls.taken(account);
    }
    if (auth.renews() && verdict.is(Kind.ANSWERED)) {
      proven.put(account.id(), new Proven(authorization, clock.instant()));
      auth.proved(account);
    }
    if (!is2xx && verdict.is(Kind.ANSWERED)) {
      json = json(reply);
    }
    return new Answer(reply, sent.status(), json, verdict, authorization);
  }

  private JsonNode json(HttpCalls.Reply reply) {
    try {
      return Json.read(mapper, reply.body());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Treats a failure of the token endpoint as an outage, because Bellhop cannot call the API
   * without a token.
   */
  private static String authorization(Auth auth, Account account) {
    try {
      return auth.authorization(account);
    } catch (CredentialsException e) {
      throw e;
    } catch (RetryableException e) {
      throw e.counts() ? new NoAnswerException(e.getMessage(), e.at()) : e;
    }
  }

  /** An expired token may cause a 403 too; with a token that works, a 403 concerns the record. */
  private boolean isProven(Account account, Answer answer) {
    Proven last = proven.get(account.id());
    return last != null
        && last.authorization().equals(answer.authorization())
        && clock.instant().isBefore(last.at().plus(PROVEN));
  }
}
