package io.bellhop.net;

import java.util.Locale;
import java.util.Set;

/**
 * The headers that say where a request goes and where it ends: the HTTP client sets them, and
 * nothing that a user configures may.
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
