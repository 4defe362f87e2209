package io.bellhop.tracing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of work in a trace, in the form of the W3C's Trace Context: version, trace id,
 * parent id and flags. A value in another form counts as missing.
 */
public final class TraceParent {
  /** The name of the header, in the case in which headers are stored. */
  public static final String HEADER = "traceparent";

  /** A later version may add fields, which Bellhop ignores. */
  private static final Pattern FORMAT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?");

  private static final String VERSION = "00";

  private static final String QUOTED = '"' + HEADER + '"';

  /**
   * In JSON a quotation mark in a text follows a backslash, so no value of a header can match this.
   */
  private static final Pattern STORED = Pattern.compile(QUOTED + "\\s*:\\s*\"([^\"\\\\]{1,300})\"");

  private TraceParent() {}

  /**
   * @param header the header as received; null if it is missing
   * @return null if the header does not have this form
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
   * The value among the headers of a stored message.
   *
   * @param headers a JSON object
   * @return null if there is none
   */
  public static String in(String headers) {
    if (headers == null || !headers.contains(QUOTED)) {
      return null; // nearly all messages need neither a parser nor a pattern
    }
    Matcher stored = STORED.matcher(headers);
    return stored.find() ? of(stored.group(1)) : null;
  }

  /** The headers of a message that Bellhop itself creates, in JSON. */
  public static String headers(String traceParent) {
    return traceParent == null ? "{}" : "{" + QUOTED + ":\"" + traceParent + "\"}";
  }
}
