package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** A signature over the raw body, and perhaps the time, in a header of the provider. */
final class HmacVerifier implements Verifier {
  /** In both directions, as in Standard Webhooks. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** Seconds reach this in the year 5138; milliseconds did in 1973. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  private final HmacScheme scheme;
  private final Clock clock;

  HmacVerifier(HmacScheme scheme, Clock clock) {
    this.scheme = scheme;
    this.clock = clock;
  }

  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    String secret = account.webhook().getOrDefault("secret", "");
    if (secret.isEmpty()) {
      return Verifier.notSet("{secret}");
    }
    String signature = headers.one(scheme.signatureHeader());
    if (signature == null) {
      return new WebhookRefusal(WebhookRefusal.Reason.NO_SIGNATURE, scheme.signatureHeader());
    }
    String timestamp = "";
    if (!scheme.timestampHeader().isEmpty()) {
      timestamp = headers.one(scheme.timestampHeader());
      WebhookRefusal refusal = refusal(timestamp);
      if (refusal != null) {
        return refusal;
      }
    }
    return refusal(secret, signature, timestamp, body);
  }

  private WebhookRefusal refusal(String secret, String signature, String timestamp, byte[] body) {
    byte[] expected;
    try {
      expected = sign(secret, timestamp, body);
    } catch (IllegalArgumentException e) {
      return WebhookRefusal.of(WebhookRefusal.Reason.BAD_SECRET);
    }
    if (!signature.startsWith(scheme.prefix())) {
      return new WebhookRefusal(
          WebhookRefusal.Reason.WRONG_SIGNATURE, "it does not begin with the expected prefix");
    }
    try {
      byte[] given = scheme.encoding().decode(signature.substring(scheme.prefix().length()));
      return MessageDigest.isEqual(expected, given)
          ? null
          : WebhookRefusal.of(WebhookRefusal.Reason.WRONG_SIGNATURE);
    } catch (IllegalArgumentException e) {
      return new WebhookRefusal(
          WebhookRefusal.Reason.WRONG_SIGNATURE, "it does not have the expected encoding");
    }
  }

  @Override
  public Set<String> fields() {
    return Set.of("secret");
  }

  @Override
  public String kept(String field, String value) {
    return scheme.secretEncoding().kept(value);
  }

  @Override
  public String header() {
    return scheme.signatureHeader();
  }

  private WebhookRefusal refusal(String timestamp) {
    if (timestamp == null || !TIME.matcher(timestamp).matches()) {
      return new WebhookRefusal(WebhookRefusal.Reason.NO_TIMESTAMP, scheme.timestampHeader());
    }
    long time = Long.parseLong(timestamp);
    long millis = time < LEAST_MILLIS ? time * 1000 : time;
    Duration off = Duration.ofMillis(clock.millis() - millis);
    return off.abs().compareTo(TOLERANCE) > 0 ? StandardWebhooks.stale(off) : null;
  }

  private byte[] sign(String secret, String timestamp, byte[] body) {
    byte[] key = scheme.secretEncoding().decode(secret);
    return scheme.algorithm().sign(key, scheme.before(timestamp), body, scheme.after(timestamp));
  }
}
