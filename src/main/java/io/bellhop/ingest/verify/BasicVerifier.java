package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.crypto.Sha256;
import io.bellhop.net.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;

/**
 * HTTP Basic (RFC 7617). A password may contain colons, so both halves are compared as one text.
 */
public final class BasicVerifier implements Verifier {
  private static final String SCHEME = "Basic ";

  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    String username = account.webhook().get("username");
    String password = account.webhook().get("password");
    String given = headers.one("authorization");
    if (username == null || password == null) {
      return Verifier.notSet("{username, password}");
    }
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return WebhookRefusal.of(WebhookRefusal.Reason.NO_CREDENTIALS);
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(given.substring(SCHEME.length()).trim());
      return isOne(username + ":" + password, decoded)
          ? null
          : WebhookRefusal.of(WebhookRefusal.Reason.WRONG_CREDENTIALS);
    } catch (IllegalArgumentException e) {
      return WebhookRefusal.of(WebhookRefusal.Reason.WRONG_CREDENTIALS);
    }
  }

  /** RFC 7617 leaves the encoding open: newer clients write UTF-8, older ones Latin-1. */
  private static boolean isOne(String expected, byte[] given) {
    boolean utf8 = MessageDigest.isEqual(Sha256.of(expected), Sha256.of(given));
    boolean latin1 =
        // Latin-1 would turn all other characters into the same question mark.
        StandardCharsets.ISO_8859_1.newEncoder().canEncode(expected)
            && MessageDigest.isEqual(
                Sha256.of(expected.getBytes(StandardCharsets.ISO_8859_1)), Sha256.of(given));
    return utf8 || latin1;
  }

  @Override
  public Set<String> fields() {
    return Set.of("username", "password");
  }

  @Override
  public String kept(String field, String value) {
    if (field.equals("username") && value.contains(":")) {
      throw new IllegalArgumentException(
          "must not have a colon, which ends a user name in Basic authentication");
    }
    return value;
  }

  @Override
  public String lacks(Account account) {
    boolean complete = account.webhook().keySet().containsAll(fields());
    return complete ? null : "username and password";
  }
}
