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

/** The encoding that a content type names, for senders that write no Unicode. */
final class DeclaredCharset {
  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9][A-Za-z0-9_.:-]{0,39})\"?\\s*(;|$)");

  private DeclaredCharset() {}

  /**
   * A body in UTF-8. The name counts only where the bytes are no UTF-8: many write it without
   * meaning it.
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

  /** Null for none, one that is not known, and those of Unicode, which the bytes show. */
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
