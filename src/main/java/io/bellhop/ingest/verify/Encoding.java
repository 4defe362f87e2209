package io.bellhop.ingest.verify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** How bytes are written as text: those of a secret, those of a signature. */
enum Encoding {
  TEXT,
  HEX,
  BASE64;

  private static final Pattern BLANK = Pattern.compile("\\s");

  /**
   * @throws IllegalArgumentException if it is not written so
   */
  byte[] decode(String text) {
    return switch (this) {
      case TEXT -> text.getBytes(StandardCharsets.UTF_8);
      case HEX -> HexFormat.of().parseHex(text);
      case BASE64 -> Base64.getDecoder().decode(text);
    };
  }

  /**
   * A secret that is written so, in the form that {@link #decode} reads: without blanks, and base64
   * of the alphabet for URLs or without its last signs in the usual one.
   *
   * @throws IllegalArgumentException names how it must be written
   */
  String kept(String secret) {
    String text = this == TEXT ? secret : withoutBlanks(secret);
    try {
      byte[] bytes = this == BASE64 ? ofBase64(text) : decode(text);
      if (bytes.length > 0) {
        return this == BASE64 ? Base64.getEncoder().encodeToString(bytes) : text;
      }
    } catch (IllegalArgumentException e) {
      // the exception below names it
    }
    throw new IllegalArgumentException(
        "must be written in " + name().toLowerCase(Locale.ROOT) + ", as this provider gives it");
  }

  /** A secret may have been pasted with the line breaks around it. */
  static String withoutBlanks(String text) {
    return BLANK.matcher(text).replaceAll("");
  }

  /** Either alphabet, with the last signs or without. */
  static byte[] ofBase64(String text) {
    return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
  }
}
