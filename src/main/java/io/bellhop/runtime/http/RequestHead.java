package io.bellhop.runtime.http;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The head of a request, read as strictly as RFC 9112 allows: what one parser takes for the end of
 * a request and another does not would let a sender slip a second request past a proxy.
 *
 * @param length bytes of the body; -1 if it comes in chunks
 */
record RequestHead(long length) {
  private static final Pattern LINE =
      Pattern.compile("([A-Z][A-Z-]{0,30}) (/[!-~]*|\\*) HTTP/1\\.([01])");

  private static final Pattern FIELD =
      Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+):([\\t\\x20-\\x7e\\x80-\\xff]*)");

  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** A proxy that lets /hooks/ pass may not resolve these, and the router behind us does. */
  private static final Pattern DOT_SEGMENT =
      Pattern.compile(
          "(?:[/\\\\]|%2F|%5C)(?:\\.|%2E){1,2}(?:[/\\\\;#]|%2F|%5C|%3B|$)",
          Pattern.CASE_INSENSITIVE);

  /**
   * @param text the head with its empty line, one character for each byte
   */
  static RequestHead of(String text) throws BadRequestException {
    String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
    var first = LINE.matcher(lines[0]);
    if (!first.matches()) {
      throw new BadRequestException("not a request line of HTTP/1.1");
    }
    if (BAD_ESCAPE.matcher(first.group(2)).find()) {
      throw new BadRequestException("a % that escapes nothing");
    }
    if (DOT_SEGMENT.matcher(pathOf(first.group(2))).find()) {
      throw new BadRequestException("a path that is not the one it leads to");
    }
    String length = null;
    String encoding = null;
    int hosts = 0;
    for (int i = 1; i < lines.length; i++) {
      // A line that begins with a blank (a folded one) has no name, a line feed alone no place.
      var field = FIELD.matcher(lines[i]);
      if (!field.matches()) {
        throw new BadRequestException("a line that is no header");
      }
      String value = field.group(2);
      switch (field.group(1).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = only(length, value);
        case "transfer-encoding" -> encoding = only(encoding, value);
        case "host" -> hosts++;
        case "expect" -> refuseUnlessContinue(value);
        default -> {
          // Of no meaning for where a request ends.
        }
      }
    }
    if (hosts != 1) {
      throw new BadRequestException("not one Host");
    }
    return of(length, encoding, first.group(3).equals("1"));
  }

  private static RequestHead of(String length, String encoding, boolean chunksAllowed)
      throws BadRequestException {
    if (encoding != null) {
      if (length != null || !chunksAllowed || !encoding.equalsIgnoreCase("chunked")) {
        throw new BadRequestException("not one plain Transfer-Encoding: chunked");
      }
      return new RequestHead(-1);
    }
    if (length != null && !LENGTH.matcher(length).matches()) {
      throw new BadRequestException("not one plain Content-Length");
    }
    return new RequestHead(length == null ? 0 : Long.parseLong(length));
  }

  private static String pathOf(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static void refuseUnlessContinue(String value) throws BadRequestException {
    if (!value.strip().equalsIgnoreCase("100-continue")) {
      throw new BadRequestException("an Expect that nobody meets");
    }
  }

  /** Blanks around it are allowed, and no tabs, which some parsers take for a part of it. */
  private static String only(String before, String value) throws BadRequestException {
    if (before != null) {
      throw new BadRequestException("a header that says twice where the request ends");
    }
    return value.replaceAll("^ +| +$", "");
  }

  /** Whether a line may stand behind the last chunk. */
  static boolean isTrailer(String line) {
    var field = FIELD.matcher(line);
    return field.matches()
        && !field.group(1).toLowerCase(Locale.ROOT).matches("content-.*|transfer-.*|host|trailer");
  }
}
