package io.bellhop.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Keeps deliveries out of the operator's own network (SSRF). Bellhop resolves a name once, requires
 * all of its addresses to be public, and connects to an address that it has checked, so a later
 * change of the name has no effect. Thread-safe.
 */
public final class AddressGuard {
  private static final int LAST_PORT = 65_535;

  /** Resolves a name. */
  @FunctionalInterface
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final boolean allowPrivate;
  private final List<Cidr> allowed;
  private final Resolver resolver;

  /**
   * @param allowPrivate whether to allow every address
   * @param allowed further ranges to allow
   */
  public AddressGuard(boolean allowPrivate, List<String> allowed) {
    this(allowPrivate, allowed, InetAddress::getAllByName);
  }

  public AddressGuard(boolean allowPrivate, List<String> allowed, Resolver resolver) {
    this.allowPrivate = allowPrivate;
    this.allowed = allowed.stream().map(Cidr::of).toList();
    this.resolver = resolver;
  }

  /**
   * Checks that a URL is well-formed: http or https, no user, a host in its usual form, a valid
   * port.
   *
   * @throws ForbiddenTargetException if the URL is not; the message names the fault
   */
  public static URI url(String text) {
    try {
      URI url = new URI(text);
      host(url);
      return url;
    } catch (URISyntaxException e) {
      throw new ForbiddenTargetException("must be a URL");
    }
  }

  /**
   * The address to connect to. May block while it resolves the name.
   *
   * @throws ForbiddenTargetException if the URL or an address of its host is forbidden
   * @throws UnknownHostException if the name has no address
   */
  public InetAddress address(URI url) throws UnknownHostException {
    return addresses(host(url)).get(0);
  }

  /**
   * The addresses to connect to, in the order in which to try them. It checks all of them.
   *
   * @param host as returned by {@link #host}
   */
  List<InetAddress> addresses(String host) throws UnknownHostException {
    InetAddress[] found = resolver.resolve(host);
    for (InetAddress address : found) {
      if (!mayCall(address)) {
        throw new ForbiddenTargetException(
            "the host has an address that is not public; set"
                + " bellhop.delivery.allow-private or bellhop.delivery.allowed-addresses to"
                + " allow it");
      }
    }
    return List.of(found);
  }

  /**
   * The host of a URL, without the brackets of an IPv6 address.
   *
   * @throws ForbiddenTargetException if the URL is not well-formed
   */
  public static String host(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new ForbiddenTargetException("must begin with http:// or https://");
    }
    if (url.getRawUserInfo() != null || String.valueOf(url.getRawAuthority()).contains("@")) {
      throw new ForbiddenTargetException("must not hold a user or a password");
    }
    String host = url.getHost();
    // Other scripts only as xn--...: parsers read them in more than one way.
    if (host == null || host.isEmpty() || host.contains("%")) {
      throw new ForbiddenTargetException(
          "must have a host of letters, digits, hyphens and dots, or an address");
    }
    if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
      throw new ForbiddenTargetException("must have a port from 1 to " + LAST_PORT);
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    // Java's resolver reads 127.1, 0177.0.0.1 and 2130706433 as addresses; others read them
    // differently.
    if (isNumeric(bare) && !Cidr.isVersion4(bare)) {
      throw new ForbiddenTargetException("must have a host name or an address in its usual form");
    }
    return bare;
  }

  /**
   * Whether a resolver may read a host as a number: digits, dots, and hexadecimal digits after 0x.
   * Without a regular expression, because each post calls it.
   */
  private static boolean isNumeric(String host) {
    boolean isHex = false;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.') {
        isHex = false;
      } else if (c == 'x' || c == 'X') {
        if (i == 0 || host.charAt(i - 1) != '0') {
          return false;
        }
        isHex = true;
      } else if (Character.digit(c, isHex ? 16 : 10) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a host is an address, which needs no DNS look-up. */
  static boolean isAddress(String host) {
    return host.contains(":") || Cidr.isVersion4(host);
  }

  private boolean mayCall(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] target = AddressRanges.target(bytes);
    return allowPrivate
        || allowed.stream().anyMatch(range -> range.contains(bytes) || range.contains(target))
        || AddressRanges.isPublic(target);
  }
}
