package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.provider.ratelimit.CallPriority;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a user's calls to a provider's API unchanged, with the account's tokens and within its
 * limits. Thread-safe.
 */
public final class Passthrough {
  /**
   * A call, which is safe if {@link #rule} allows it.
   *
   * @param query percent-encoded; empty for none
   * @param headers in addition to those of the account
   * @param body JSON; null for none
   */
  public record Call(
      String method, String path, String query, Map<String, String> headers, String body) {
    /** Omits all other fields, because logs may contain this text. */
    @Override
    public String toString() {
      return method;
    }
  }

  /**
   * The answer of a provider's API, whatever it is.
   *
   * @param status the status that the provider sent
   * @param meantStatus the same, unless the provider answers 200 to a failure
   */
  public record Reply(int status, int meantStatus, byte[] body) {
    /** Omits the body, because logs may contain this text. */
    @Override
    public String toString() {
      return String.valueOf(status);
    }
  }

  /** A person waits for the answer, so Bellhop makes the call even while the account is paused. */
  private static final CallPriority ASKED = new CallPriority(false, true, true);

  private final ApiClient client;
  private final ApiSettings settings;

  Passthrough(ApiClient client, ApiSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The calls that the provider's folder allows, in its own words. */
  public List<String> rules() {
    return settings.passthrough().all().stream().map(Object::toString).toList();
  }

  /** The rule that allows a call; empty if none does. */
  public Optional<String> rule(String method, String path) {
    return settings.passthrough().of(method, path).map(Object::toString);
  }

  /**
   * Makes a call that the folder allows. Its answer begins and ends no pause of the account.
   *
   * @return empty if no complete answer came; the provider may still have carried out the request
   * @throws CredentialsException if the account has no usable ones
   * @throws RetryableException if Bellhop cannot make the call now
   * @throws IllegalArgumentException if the folder does not allow it
   */
  public Optional<Reply> call(Account account, Call call) {
    PassthroughRules.Rule rule =
        settings
            .passthrough()
            .of(call.method(), call.path())
            .orElseThrow(() -> new IllegalArgumentException("the folder does not allow this call"));
    return send(account, call, rule.path());
  }

  /** Reads a path that the provider's folder declares. */
  public Optional<Reply> read(Account account, String path) {
    return send(account, new Call("GET", path, "", Map.of(), null), PathParts.of(path));
  }

  private Optional<Reply> send(Account account, Call call, String part) {
    Map<String, String> headers = new HashMap<>(settings.headers().fill(account, name -> null));
    headers.putAll(call.headers());
    ApiCall made =
        new ApiCall(
            call.method(),
            call.query().isEmpty() ? call.path() : call.path() + "?" + call.query(),
            part,
            headers,
            call.body(),
            call.method().equals("GET"),
            null,
            done -> {});
    try {
      AuthorizedCalls.Answer answer = client.pass(account, made, ASKED);
      HttpCalls.Reply reply = answer.reply();
      return Optional.of(new Reply(answer.sentStatus(), reply.status(), reply.body()));
    } catch (NoAnswerException e) {
      return Optional.empty();
    }
  }
}
