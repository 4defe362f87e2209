package io.bellhop.ingest.verify;

import io.bellhop.crypto.Hmac;
import io.bellhop.net.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/**
 * The check of Standard Webhooks 1.0.0: HMAC-SHA256 over {@code id.timestamp.body} with the key
 * after {@code whsec_}. One of several signatures must match, so that a secret can be rotated.
 * Thread-safe.
 */
public final class StandardWebhooks {
  /** In both directions, as in the specification and Svix's libraries. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String SECRET_PREFIX = "whsec_";
  private static final String VERSION = "v1,";

  /** A shorter secret could be guessed; a longer text is not a secret. */
  private static final int LEAST_BYTES = 16;

  private static final int MOST_BYTES = 128;

  /** The result of a check. Only Bellhop's own tools may show it. */
  public enum Verdict {
    HOLDS,
    /** One of the three headers is missing, or occurs more than once. */
    MISSING,
    /** Its time is too far from now. */
    STALE,
    WRONG
  }

  private final String family;
  private final Clock clock;

  private StandardWebhooks(String family, Clock clock) {
    this.family = family;
    this.clock = clock;
  }

  /** Uses the header names of the specification. */
  public static StandardWebhooks standard(Clock clock) {
    return new StandardWebhooks("webhook-", clock);
  }

  /** Uses the header names that Svix had before the specification. */
  static StandardWebhooks svix(Clock clock) {
    return new StandardWebhooks("svix-", clock);
  }

  /** Whether a text can be a secret. */
  public static boolean isSecret(String text) {
    return sign(text, "", "", new byte[0]) != null;
  }

  /**
   * Normalises a secret to {@code whsec_} and base64, however it was pasted.
   *
   * @throws IllegalArgumentException names the expected form
   */
  public static String kept(String text) {
    try {
      byte[] key = key(text);
      if (key.length >= LEAST_BYTES && key.length <= MOST_BYTES) {
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(key);
      }
    } catch (IllegalArgumentException e) {
      // The exception below names it.
    }
    throw new IllegalArgumentException(
        "must have "
            + LEAST_BYTES
            + " to "
            + MOST_BYTES
            + " bytes in base64 behind "
            + SECRET_PREFIX
            + ": copy it again from the provider");
  }

  private static byte[] key(String secret) {
    String text = Encoding.withoutBlanks(secret);
    boolean prefixed = text.regionMatches(true, 0, SECRET_PREFIX, 0, SECRET_PREFIX.length());
    return Encoding.ofBase64(prefixed ? text.substring(SECRET_PREFIX.length()) : text);
  }

  /** The id of a message, equal for all repeats; null if there is none. */
  public String id(RequestHeaders headers) {
    return headers.one(idHeader());
  }

  String idHeader() {
    return family + "id";
  }

  /**
   * @param body the raw bytes
   */
  public Verdict check(String secret, RequestHeaders headers, byte[] body) {
    String id = id(headers);
    String timestamp = headers.one(family + "timestamp");
    String signatures = headers.one(family + "signature");
    if (id == null || timestamp == null || signatures == null) {
      return Verdict.MISSING;
    }
    Duration off = off(timestamp);
    if (off == null || off.abs().compareTo(TOLERANCE) > 0) {
      return Verdict.STALE;
    }
    byte[] expected = sign(secret, id, timestamp, body);
    boolean found = false;
    for (String signature : signatures.split(" ")) {
      if (signature.startsWith(VERSION)) {
        byte[] given = signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8);
        found |= expected != null && MessageDigest.isEqual(expected, given);
      }
    }
    return found ? Verdict.HOLDS : Verdict.WRONG;
  }

  /** The age of the signature; null if the header shows none. */
  private Duration off(String timestamp) {
    try {
      return Duration.ofSeconds(
          Math.subtractExact(clock.instant().getEpochSecond(), Long.parseLong(timestamp)));
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /**
   * The result as a refusal, which tells the operator whether to set a clock or to change a secret.
   */
  WebhookRefusal refusal(String secret, RequestHeaders headers, byte[] body) {
    return switch (check(secret, headers, body)) {
      case HOLDS -> null;
      case MISSING ->
          new WebhookRefusal(
              WebhookRefusal.Reason.NO_SIGNATURE, family + "id, -timestamp, -signature");
      case STALE -> {
        Duration off = off(headers.one(family + "timestamp"));
        yield off == null ? WebhookRefusal.of(WebhookRefusal.Reason.NO_TIMESTAMP) : stale(off);
      }
      case WRONG ->
          WebhookRefusal.of(
              isSecret(secret)
                  ? WebhookRefusal.Reason.WRONG_SIGNATURE
                  : WebhookRefusal.Reason.BAD_SECRET);
    };
  }

  /**
   * @param off the age of the signature
   */
  static WebhookRefusal stale(Duration off) {
    return new WebhookRefusal(
        WebhookRefusal.Reason.STALE,
        "it is "
            + off.abs().toSeconds()
            + " s "
            + (off.isNegative() ? "in the future" : "old")
            + ", at most "
            + TOLERANCE.toSeconds()
            + " s are allowed: check both clocks");
  }

  /**
   * @return null if the text is not a secret, so that no signature matches
   */
  private static byte[] sign(String secret, String id, String timestamp, byte[] body) {
    try {
      return Base64.getEncoder().encode(Hmac.standardWebhook(key(secret), id, timestamp, body));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
