package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes bodies in the encoding of their content type, for senders that do not write Unicode. */
final class DeclaredCharset {
  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9][A-Za-z0-9_.:-]{0,39})\"?\\s*(;|$)");

  private DeclaredCharset() {}

  /**
   * Converts a body to UTF-8. It uses the content type only if the bytes are not UTF-8, because
   * many senders declare an encoding by mistake.
   *
   * @return the same bytes if there is nothing to change
   */
  static byte[] inUtf8(byte[] body, RequestHeaders headers) {
    Charset declared = declared(headers.one("content-type"));
    if (declared == null || isUtf8(body)) {
      return body;
    }
    return new String(body, declared).getBytes(StandardCharsets.UTF_8);
  }

  /** Null for no encoding, an unknown one, and Unicode encodings, which the bytes show. */
  private static Charset declared(String contentType) {
    Matcher named = contentType == null ? null : CHARSET.matcher(contentType);
    if (named == null || !named.find() || named.group(1).regionMatches(true, 0, "utf", 0, 3)) {
      return null;
    }
    try {
      return Charset.forName(named.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
