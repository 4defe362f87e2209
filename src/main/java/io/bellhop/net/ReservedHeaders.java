package io.bellhop.net;

import java.util.Locale;
import java.util.Set;

/**
 * The headers that determine the target and the end of a request. The HTTP client sets them; users
 * cannot configure them.
 */
public final class ReservedHeaders {
  private static final Set<String> CONNECTION =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private ReservedHeaders() {}

  /** Whether a header belongs to the connection. */
  public static boolean isOfConnection(String name) {
    return CONNECTION.contains(name.toLowerCase(Locale.ROOT));
  }
}
