package io.bellhop.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The origin of an API: scheme, host and optionally a port, in the one form that Bellhop stores.
 */
final class WebOrigin {
  private static final int LAST_PORT = 65_535;

  private WebOrigin() {}

  /** The origin in a text; null if the text has more parts or fewer. */
  static String of(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean bare =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getPort() != 0
              && uri.getPort() <= LAST_PORT;
      if (bare && (scheme.equals("http") || scheme.equals("https"))) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
      }
    } catch (URISyntaxException e) {
      // The result is null.
    }
    return null;
  }
}
