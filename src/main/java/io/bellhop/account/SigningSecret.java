package io.bellhop.account;

import io.bellhop.crypto.Secrets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Secrets of Standard Webhooks 1.0.0: {@code whsec_} and the bytes of a key in base64. This class
 * converts a pasted secret to that form, or rejects it with a reason that does not quote it;
 * otherwise a wrong secret would only show as a signature that does not match.
 */
public final class SigningSecret {
  public static final String PREFIX = "whsec_";

  /** The length that the specification requires. */
  public static final int MIN_BYTES = 24;

  public static final int MAX_BYTES = 64;

  private static final int MADE = 32;

  /**
   * Characters that people copy along with a secret: spaces of all kinds, line breaks, direction
   * marks.
   */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");

  private static final Pattern QUOTES =
      Pattern.compile("^[\"'`\u201c\u2018\u00ab]+|[\"'`\u201d\u2019\u00bb,;]+$");

  private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9+/]*");

  /**
   * The result of reading a secret.
   *
   * @param text the secret in its one form; null if it is invalid
   * @param fault the fault of the secret; null if it is valid
   */
  public record Reading(String text, String fault) {}

  private SigningSecret() {}

  public static String make() {
    return PREFIX + Base64.getEncoder().encodeToString(Secrets.random(MADE));
  }

  /** Reads a secret that Bellhop uses for a subscription. */
  public static Reading read(String given) {
    return read(given, MIN_BYTES, MAX_BYTES);
  }

  /**
   * Reads a secret whose length may differ from the specification.
   *
   * @param min bytes of the key
   */
  public static Reading read(String given, int min, int max) {
    String text = QUOTES.matcher(BLANKS.matcher(given).replaceAll("")).replaceAll("");
    if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return fault("must begin with whsec_, and have " + bytes(min, max) + " behind it");
    }
    String encoded = text.substring(PREFIX.length());
    if (encoded.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return fault("must have whsec_ once; it stands there twice");
    }
    // Some providers use the alphabet that is safe in URLs, and many users lose the padding.
    String bare = encoded.replace('-', '+').replace('_', '/').replaceAll("=+$", "");
    if (!ALPHABET.matcher(bare).matches()) {
      return fault(
          "must have base64 behind whsec_: letters, digits, + and /; it has another character");
    }
    if (bare.length() % 4 == 1) {
      return fault("must have base64 behind whsec_; a character is missing or too many");
    }
    byte[] key = Base64.getDecoder().decode(bare);
    if (key.length < min || key.length > max) {
      return fault(
          "must have " + bytes(min, max) + " behind whsec_; it has " + key.length + " bytes");
    }
    return new Reading(PREFIX + Base64.getEncoder().encodeToString(key), null);
  }

  private static String bytes(int min, int max) {
    return min + " to " + max + " bytes in base64";
  }

  private static Reading fault(String what) {
    return new Reading(null, what);
  }
}
