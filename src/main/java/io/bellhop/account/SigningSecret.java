package io.bellhop.account;

import io.bellhop.crypto.Secrets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Secrets of Standard Webhooks 1.0.0: {@code whsec_} and the bytes of a key in base64. What people
 * paste is brought into that one form, or refused with a reason that names nothing of it, when it
 * is set: later it would only be a signature that does not fit.
 */
public final class SigningSecret {
  public static final String PREFIX = "whsec_";

  /** What the specification asks for. */
  public static final int MIN_BYTES = 24;

  public static final int MAX_BYTES = 64;

  private static final int MADE = 32;

  /** What comes along when a secret is copied: blanks of all kinds, line breaks, marks of order. */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");

  private static final Pattern QUOTES =
      Pattern.compile("^[\"'`\u201c\u2018\u00ab]+|[\"'`\u201d\u2019\u00bb,;]+$");

  private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9+/]*");

  /**
   * What was read.
   *
   * @param text the secret in its one form; null if it is none
   * @param fault what is wrong with it; null if nothing is
   */
  public record Reading(String text, String fault) {}

  private SigningSecret() {}

  public static String make() {
    return PREFIX + Base64.getEncoder().encodeToString(Secrets.random(MADE));
  }

  /** Reads a secret of ours, for a subscription. */
  public static Reading read(String given) {
    return read(given, MIN_BYTES, MAX_BYTES);
  }

  /**
   * Reads a secret that may have another length than the specification has it.
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
    // Some write the alphabet that is safe in URLs, and many lose the padding.
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
