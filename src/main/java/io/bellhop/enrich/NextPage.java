package io.bellhop.enrich;

import io.bellhop.provider.HopelessException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A list's own address of its next page. It comes from the provider's answer, and the account's
 * credentials go where it points: so it must be the same list at the same place.
 */
final class NextPage {
  private NextPage() {}

  /**
   * @param base scheme and host of the account's API
   * @param path the page before it, with its query
   * @return path and query of the next page
   * @throws HopelessException if it is another list, or elsewhere
   */
  static String of(String base, String path, String url) {
    URI next = uri(url);
    URI before = uri(base + path);
    if (next == null
        || before == null
        || next.getRawUserInfo() != null
        || !next.isAbsolute()
        || next.getHost() == null
        || !next.getScheme().equalsIgnoreCase(before.getScheme())
        || !before.getHost().equalsIgnoreCase(next.getHost())
        || port(next) != port(before)
        || !before.getRawPath().equals(next.getRawPath())) {
      throw new HopelessException(
          "the next page of the list is not where the list is: the credentials do not go there");
    }
    return next.getRawPath() + (next.getRawQuery() == null ? "" : "?" + next.getRawQuery());
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
