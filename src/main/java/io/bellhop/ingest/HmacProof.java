package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A signature over the raw body, and perhaps the time, in a header of the provider's own. */
final class HmacProof implements Proof {
  /** Both ways, as Standard Webhooks has it. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** Seconds reach this in the year 5138; milliseconds did in 1973. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  private final HmacScheme scheme;
  private final Clock clock;

  HmacProof(HmacScheme scheme, Clock clock) {
    this.scheme = scheme;
    this.clock = clock;
  }

  @Override
  public boolean holds(Account account, RequestHeaders headers, byte[] body) {
    String secret = account.webhook().getOrDefault("secret", "");
    String signature = headers.one(scheme.signatureHeader());
    String timestamp = timestamp(headers);
    if (secret.isEmpty()
        || signature == null
        || !signature.startsWith(scheme.prefix())
        || timestamp == null) {
      return false;
    }
    try {
      byte[] given = scheme.encoding().decode(signature.substring(scheme.prefix().length()));
      return MessageDigest.isEqual(sign(secret, timestamp, body), given);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not a signature, or not a secret: then nothing fits.
      return false;
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

  /** Empty if the provider signs none, null if it does and this is none of now. */
  private String timestamp(RequestHeaders headers) {
    if (scheme.timestampHeader().isEmpty()) {
      return "";
    }
    String text = headers.one(scheme.timestampHeader());
    if (text == null || !TIME.matcher(text).matches()) {
      return null;
    }
    long time = Long.parseLong(text);
    long millis = time < LEAST_MILLIS ? time * 1000 : time;
    return Math.abs(clock.millis() - millis) <= TOLERANCE.toMillis() ? text : null;
  }

  private byte[] sign(String secret, String timestamp, byte[] body)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(scheme.algorithm());
    mac.init(new SecretKeySpec(scheme.secretEncoding().decode(secret), scheme.algorithm()));
    mac.update(scheme.before(timestamp));
    mac.update(body);
    return mac.doFinal(scheme.after(timestamp));
  }
}
