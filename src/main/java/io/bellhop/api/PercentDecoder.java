package io.bellhop.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Decodes percent signs (RFC 3986). Java's own decoder replaces bytes that are not UTF-8 by U+FFFD,
 * which could make two different texts equal.
 */
final class PercentDecoder {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{2}");

  private PercentDecoder() {}

  /**
   * @return null if a percent sign is not followed by two hex digits, or if the bytes are not UTF-8
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point != '%') {
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point);
        continue;
      }
      if (i + 3 > text.length() || !HEX.matcher(text.substring(i + 1, i + 3)).matches()) {
        return null;
      }
      bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
      i += 3;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
