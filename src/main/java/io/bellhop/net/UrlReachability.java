package io.bellhop.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells from its text whether a URL can be reached from outside. It does not resolve names, because
 * a provider may resolve them to other addresses.
 */
public final class UrlReachability {
  private UrlReachability() {}

  /** Whether only this machine can reach the URL. */
  public static boolean isLoopback(String url) {
    String host = host(url);
    return isLocalName(host)
        || literal(host).filter(a -> a.isLoopbackAddress() || a.isAnyLocalAddress()).isPresent();
  }

  /** Whether the URL is on this machine or in a private network. */
  public static boolean isInside(String url) {
    return isLoopback(url) || literal(host(url)).filter(AddressRanges::isPrivate).isPresent();
  }

  private static boolean isLocalName(String host) {
    return host.equals("localhost") || host.endsWith(".localhost");
  }

  private static String host(String url) {
    try {
      String host = url == null ? null : new URI(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static Optional<InetAddress> literal(String host) {
    if (!host.matches("[0-9]+(\\.[0-9]+){3}") && !host.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
