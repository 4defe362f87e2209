package io.bellhop.runtime.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The head of a request, read as strictly as RFC 9112 allows: if two parsers disagree about the end
 * of a request, a sender can smuggle a second request past a proxy. It is read by hand, because
 * regular expressions took more time on the event loop than all work on the body.
 *
 * @param length bytes of the body; -1 if it is chunked
 * @param target the start of the target
 * @param path the start of the path; behind the start of the target if that has a scheme and a host
 */
record RequestHead(long length, int target, int path) {
  private static final String LINE_END = "\r\n";
  private static final String VERSION = "HTTP/1.";
  private static final List<String> SCHEMES = List.of("http://", "https://");
  private static final int LONGEST_METHOD = 31;
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,17}");

  /** Some proxies do not resolve these in a path under /hooks/, but our router does. */
  private static final Pattern DOT_SEGMENT =
      Pattern.compile(
          "(?:[/\\\\]|%2F|%5C)(?:\\.|%2E){1,2}(?:[/\\\\;#]|%2F|%5C|%3B|$)",
          Pattern.CASE_INSENSITIVE);

  /** Headers that must not be trailers, because some parsers obey them there. */
  private static final List<String> NO_TRAILERS = List.of("host", "trailer");

  private static final List<String> NO_TRAILER_STARTS = List.of("content-", "transfer-");

  /** The characters that a header's name may have. */
  private static final boolean[] IN_NAME = new boolean[128];

  static {
    "!#$%&'*+-.^_`|~".chars().forEach(c -> IN_NAME[c] = true);
    for (char c = 0; c < IN_NAME.length; c++) {
      IN_NAME[c] |= isLetter(c) || isDigit(c);
    }
  }

  /**
   * @param text the head with its empty line, one character for each byte
   */
  static RequestHead of(String text) throws BadRequestException {
    int end = text.indexOf(LINE_END);
    boolean chunksAllowed = requestLine(text, end);
    int target = text.indexOf(' ') + 1;
    int path = path(text, target);
    String length = null;
    String encoding = null;
    int hosts = 0;
    int emptyLine = text.length() - LINE_END.length();
    for (int start = end + 2; start < emptyLine; start = end + 2) {
      end = text.indexOf(LINE_END, start);
      int colon = colon(text, start, end);
      if (colon < 0) {
        // Also a folded line, which starts with a blank, and a line with a bare line feed.
        throw new BadRequestException("a line that is not a header");
      }
      if (isNamed(text, start, colon, "content-length")) {
        length = only(length, text, colon + 1, end);
      } else if (isNamed(text, start, colon, "transfer-encoding")) {
        encoding = only(encoding, text, colon + 1, end);
      } else if (isNamed(text, start, colon, "host")) {
        hosts++;
        refuseUnlessNamed(text, target, path, text.substring(colon + 1, end).strip());
      } else if (isNamed(text, start, colon, "expect")) {
        refuseUnlessContinue(text.substring(colon + 1, end));
      }
    }
    if (hosts != 1) {
      throw new BadRequestException("not one Host");
    }
    return new RequestHead(bodyLength(length, encoding, chunksAllowed), target, path);
  }

  /** Checks the first line; returns whether it is HTTP/1.1, which allows chunks. */
  private static boolean requestLine(String text, int end) throws BadRequestException {
    int method = text.indexOf(' ');
    int target = text.indexOf(' ', method + 1);
    boolean good =
        method > 0
            && target > 0
            && target < end
            && isMethod(text, method)
            && isTarget(text, method + 1, target)
            && text.startsWith(VERSION, target + 1)
            && end == target + VERSION.length() + 2
            && (text.charAt(end - 1) == '0' || text.charAt(end - 1) == '1');
    if (!good) {
      throw new BadRequestException("not a request line of HTTP/1.1");
    }
    for (int i = method; i < target; i++) {
      if (text.charAt(i) == '%' && !(isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2)))) {
        throw new BadRequestException("a % that escapes nothing");
      }
    }
    if (hasDotSegment(text.substring(path(text, method + 1), target))) {
      throw new BadRequestException("a path with dot segments or double slashes");
    }
    return text.charAt(end - 1) == '1';
  }

  private static boolean hasDotSegment(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    boolean mayHave = path.indexOf('.') >= 0 || path.indexOf('%') >= 0;
    return mayHave && DOT_SEGMENT.matcher(path).find();
  }

  private static void refuseUnlessContinue(String value) throws BadRequestException {
    if (!value.strip().equalsIgnoreCase("100-continue")) {
      throw new BadRequestException("an Expect that Bellhop does not meet");
    }
  }

  private static boolean isMethod(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z' || c == '-' && i > 0)) {
        return false;
      }
    }
    return end <= LONGEST_METHOD;
  }

  private static boolean isTarget(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '!' || text.charAt(i) > '~') {
        return false;
      }
    }
    int path = path(text, start);
    return path < end && text.charAt(path) == '/' || end == start + 1 && text.charAt(start) == '*';
  }

  /**
   * The start of a target's path. A target may be a whole URL, as in requests to proxies; the part
   * before the path must then be a known scheme and a possible host.
   */
  private static int path(String text, int start) {
    for (String scheme : SCHEMES) {
      if (startsWith(text, start, scheme)) {
        int host = start + scheme.length();
        int path = host;
        while (isOfHost(text.charAt(path))) {
          path++;
        }
        return path == host ? start : path;
      }
    }
    return start;
  }

  private static boolean isOfHost(char c) {
    return isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  }

  /** Some parsers use the target's host and some the header's, so both must be equal. */
  private static void refuseUnlessNamed(String text, int target, int path, String host)
      throws BadRequestException {
    if (path > target) {
      int named = text.indexOf("//", target) + 2;
      if (host.length() != path - named
          || !text.regionMatches(true, named, host, 0, path - named)) {
        throw new BadRequestException("a target of another host than the header's");
      }
    }
  }

  /** The end of a header's name; -1 if the line is not a header. */
  private static int colon(String text, int start, int end) {
    int colon = start;
    while (colon < end && text.charAt(colon) < IN_NAME.length && IN_NAME[text.charAt(colon)]) {
      colon++;
    }
    if (colon == start || colon == end || text.charAt(colon) != ':') {
      return -1;
    }
    for (int i = colon + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
        return -1;
      }
    }
    return colon;
  }

  private static boolean isNamed(String text, int start, int colon, String name) {
    return colon - start == name.length() && startsWith(text, start, name);
  }

  private static boolean startsWith(String text, int start, String lower) {
    return text.regionMatches(true, start, lower, 0, lower.length());
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private static long bodyLength(String length, String encoding, boolean chunksAllowed)
      throws BadRequestException {
    if (encoding != null) {
      if (length != null || !chunksAllowed || !encoding.equalsIgnoreCase("chunked")) {
        throw new BadRequestException("not one plain Transfer-Encoding: chunked");
      }
      return -1;
    }
    if (length != null && !LENGTH.matcher(length).matches()) {
      throw new BadRequestException("not one plain Content-Length");
    }
    return length == null ? 0 : Long.parseLong(length);
  }

  /** Blanks around the value are allowed, but not tabs, which some parsers read as part of it. */
  private static String only(String before, String text, int from, int to)
      throws BadRequestException {
    if (before != null) {
      throw new BadRequestException("a header that says twice where the request ends");
    }
    int start = from;
    int end = to;
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(start, end);
  }

  /** Whether a line is allowed as a trailer. */
  static boolean isTrailer(String line) {
    int colon = colon(line, 0, line.length());
    return colon > 0
        && NO_TRAILERS.stream().noneMatch(name -> isNamed(line, 0, colon, name))
        && NO_TRAILER_STARTS.stream().noneMatch(start -> startsWith(line, 0, start));
  }
}
