package io.bellhop.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** How bytes are written as text: those of a secret, those of a signature. */
enum Encoding {
  TEXT,
  HEX,
  BASE64;

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
}
