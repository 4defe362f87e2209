package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.config.TemplateParameters;
import io.bellhop.crypto.Secrets;
import io.bellhop.net.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;

/** Authenticates the sender of a webhook by the account's credentials. Thread-safe. */
public interface Verifier {
  /**
   * @param body the raw bytes
   * @return why authentication fails, for the operator alone; null if it succeeds
   */
  WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body);

  /** Whether authentication succeeds: false if anything is missing, malformed, wrong or too old. */
  default boolean verify(Account account, RequestHeaders headers, byte[] body) {
    return refusal(account, headers, body) == null;
  }

  /** The keys of {@link Account#webhook} that it reads. */
  Set<String> fields();

  /**
   * Normalises a value of one of these keys to what the provider meant, however it was pasted.
   *
   * @throws IllegalArgumentException for a value that no request can match; the message names the
   *     expected form, and never the value
   */
  default String kept(String field, String value) {
    return value;
  }

  /** The credentials that an account lacks to authenticate any request; null if it has them. */
  default String lacks(Account account) {
    String missing =
        fields().stream()
            .filter(field -> !account.webhook().containsKey(field))
            .sorted()
            .collect(Collectors.joining(" and "));
    return missing.isEmpty() ? null : missing;
  }

  /** The header that authenticates, if its name does not show that; otherwise empty. */
  default String header() {
    return "";
  }

  /**
   * The verifier that the template's parameters describe.
   *
   * @throws IllegalArgumentException for an unknown scheme: a listener without a verifier must not
   *     start
   */
  static Verifier of(TemplateParameters parameters, Clock clock) {
    Set<String> schemes = Set.of("basic", "header", "bearer", "token", "standard-webhooks", "hmac");
    Verifier verifier =
        switch (parameters.oneOf("verify", schemes)) {
          case "basic" -> new BasicVerifier();
          case "header" -> new HeaderVerifier();
          case "bearer" -> new BearerVerifier();
          case "standard-webhooks" -> new StandardWebhooksVerifier(clock);
          case "hmac" -> new HmacVerifier(HmacScheme.of(parameters), clock);
          default -> new TokenVerifier();
        };
    return parameters.flag("verifyOptional") ? new OptionalVerifier(verifier) : verifier;
  }

  /** The refusal if an account lacks credentials that the verifier reads. */
  static WebhookRefusal notSet(String fields) {
    return new WebhookRefusal(
        WebhookRefusal.Reason.NO_PROOF_SET, "set webhook " + fields + " at the account");
  }

  /** As the other comparison, for the value of a header, which servers decode as Latin-1. */
  static boolean sameInHeader(String expected, String given) {
    String utf8 = new String(given.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return Secrets.isSame(expected, given) | Secrets.isSame(expected, utf8);
  }
}
