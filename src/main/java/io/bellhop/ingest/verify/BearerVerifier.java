package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.util.Map;
import java.util.Set;

/** {@code Authorization: Bearer}, with the account's token. */
final class BearerVerifier implements Verifier {
  private static final String SCHEME = "Bearer ";

  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    Map<String, String> webhook = account.webhook();
    String expected = token(webhook.getOrDefault("token", webhook.getOrDefault("value", "")));
    String given = headers.one("authorization");
    if (expected.isEmpty()) {
      return Verifier.notSet("{token}");
    }
    if (given == null || token(given).equals(given)) {
      return WebhookRefusal.of(WebhookRefusal.Reason.NO_CREDENTIALS);
    }
    return Verifier.sameInHeader(expected, token(given))
        ? null
        : WebhookRefusal.of(WebhookRefusal.Reason.WRONG_TOKEN);
  }

  /** The token, also if a user has entered the whole header. */
  private static String token(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).trim()
        : header;
  }

  /** Includes the header, because an account has both header and value or neither. */
  @Override
  public Set<String> fields() {
    return Set.of("token", "header", "value");
  }

  @Override
  public String kept(String field, String value) {
    return HeaderVerifier.ofHeader(field, value);
  }

  @Override
  public String lacks(Account account) {
    Map<String, String> webhook = account.webhook();
    return webhook.containsKey("token") || webhook.containsKey("value") ? null : "token";
  }
}
