package io.bellhop.tracing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a piece of work stands in a trace, as the W3C's Trace Context writes it: version, trace id,
 * parent id and flags. What is not of that form counts as not there.
 */
public final class TraceParent {
  /** The name of the header, in the case in which headers are stored. */
  public static final String HEADER = "traceparent";

  /** A later version may add to it, and is read as far as this one goes. */
  private static final Pattern FORMAT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?");

  private static final String VERSION = "00";

  private static final String QUOTED = '"' + HEADER + '"';

  /**
   * In a text, a quotation mark has a backslash before it: no value of a header looks like this.
   */
  private static final Pattern STORED = Pattern.compile(QUOTED + "\\s*:\\s*\"([^\"\\\\]{1,300})\"");

  private TraceParent() {}

  /**
   * @param header as it came; null if it did not
   * @return null if it is not of the form
   */
  public static String of(String header) {
    if (header == null) {
      return null;
    }
    Matcher parts = FORMAT.matcher(header);
    boolean isValid =
        parts.matches() && (parts.group(3) == null || !parts.group(1).equals(VERSION));
    return isValid ? VERSION + "-" + parts.group(2) : null;
  }

  /**
   * The one among the headers of a stored message.
   *
   * @param headers a JSON object
   * @return null if there is none
   */
  public static String in(String headers) {
    if (headers == null || !headers.contains(QUOTED)) {
      return null; // nearly all messages: no parser, no pattern
    }
    Matcher stored = STORED.matcher(headers);
    return stored.find() ? of(stored.group(1)) : null;
  }

  /** The headers of a message that Bellhop makes itself, in JSON. */
  public static String headers(String traceParent) {
    return traceParent == null ? "{}" : "{" + QUOTED + ":\"" + traceParent + "\"}";
  }
}
