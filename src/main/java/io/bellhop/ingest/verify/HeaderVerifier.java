package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import io.bellhop.net.ReservedHeaders;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A secret in a header. The account has the name and the value, because users choose both at the
 * provider.
 */
final class HeaderVerifier implements Verifier {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[ -~]+");

  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    String name = account.webhook().get("header");
    String value = account.webhook().get("value");
    if (name == null || value == null || value.isEmpty()) {
      return Verifier.notSet("{header, value}");
    }
    String given = headers.one(name);
    if (given == null) {
      return new WebhookRefusal(WebhookRefusal.Reason.NO_CREDENTIALS, name);
    }
    return Verifier.sameInHeader(value, given)
        ? null
        : WebhookRefusal.of(WebhookRefusal.Reason.WRONG_TOKEN);
  }

  @Override
  public Set<String> fields() {
    return Set.of("header", "value");
  }

  @Override
  public String kept(String field, String value) {
    return ofHeader(field, value);
  }

  /**
   * Checks the name of a header, or its value.
   *
   * @throws IllegalArgumentException if no request can contain it
   */
  static String ofHeader(String field, String value) {
    if (field.equals("header") && !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "must be the name of a header, such as X-Secret: letters, digits and hyphens, no colon");
    }
    if (field.equals("header") && ReservedHeaders.isOfConnection(value)) {
      throw new IllegalArgumentException(
          "must be a header that the sender adds, such as X-Secret, and none that HTTP itself uses");
    }
    if (!field.equals("header") && !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("must be visible ASCII, as a header can carry it");
    }
    return value;
  }
}
