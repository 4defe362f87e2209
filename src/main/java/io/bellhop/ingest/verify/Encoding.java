package io.bellhop.ingest.verify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The text form of bytes, such as secrets and signatures. */
enum Encoding {
  TEXT,
  HEX,
  BASE64;

  private static final Pattern BLANK = Pattern.compile("\\s");

  /**
   * @throws IllegalArgumentException if the text does not have this encoding
   */
  byte[] decode(String text) {
    return switch (this) {
      case TEXT -> text.getBytes(StandardCharsets.UTF_8);
      case HEX -> HexFormat.of().parseHex(text);
      case BASE64 -> Base64.getDecoder().decode(text);
    };
  }

  /**
   * Normalises a secret for {@link #decode}: it removes blanks, and converts base64 for URLs or
   * without padding to the usual form.
   *
   * @throws IllegalArgumentException names the expected encoding
   */
  String kept(String secret) {
    String text = this == TEXT ? secret : withoutBlanks(secret);
    try {
      byte[] bytes = this == BASE64 ? ofBase64(text) : decode(text);
      if (bytes.length > 0) {
        return this == BASE64 ? Base64.getEncoder().encodeToString(bytes) : text;
      }
    } catch (IllegalArgumentException e) {
      // The exception below names it.
    }
    throw new IllegalArgumentException(
        "must be written in " + name().toLowerCase(Locale.ROOT) + ", as this provider gives it");
  }

  /** A pasted secret may have line breaks around it. */
  static String withoutBlanks(String text) {
    return BLANK.matcher(text).replaceAll("");
  }

  /** Decodes either alphabet, with or without padding. */
  static byte[] ofBase64(String text) {
    return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
  }
}
