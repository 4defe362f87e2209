package io.bellhop.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Keeps deliveries out of our own network (SSRF). A name is resolved once, every address that it
 * has must be public, and the connection goes to the address that was checked: what the name says a
 * moment later does not count. Thread-safe.
 */
public final class AddressGuard {
  /** Not public by IANA's special-purpose registries, and all of multicast and reserved space. */
  private static final List<Cidr> CLOSED =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/8",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(Cidr::of)
          .toList();

  /** Addresses of version 4 behind a translator: what counts is the one inside (RFC 6052). */
  private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");

  private static final int LAST_PORT = 65_535;

  /** Looks a name up. */
  @FunctionalInterface
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final boolean allowPrivate;
  private final List<Cidr> allowed;
  private final Resolver resolver;

  /**
   * @param allowPrivate whether any address will do
   * @param allowed ranges that will do though they are not public
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
   * A URL that is well-formed: http or https, no user, a host in no odd spelling, a port that there
   * is.
   *
   * @throws ForbiddenTargetException says what is wrong with it
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
   * The address to connect to. May block while the name is looked up.
   *
   * @throws ForbiddenTargetException if the URL or an address of its host may not be called
   * @throws UnknownHostException if the name has no address
   */
  public InetAddress address(URI url) throws UnknownHostException {
    return addresses(host(url)).get(0);
  }

  /**
   * The addresses to connect to, one if the one before it takes no connection: all are checked.
   *
   * @param host as {@link #host} gives it
   */
  List<InetAddress> addresses(String host) throws UnknownHostException {
    InetAddress[] found = resolver.resolve(host);
    for (InetAddress address : found) {
      if (!mayCall(address)) {
        throw new ForbiddenTargetException(
            "the host has an address that is not public; bellhop.delivery.allow-private or"
                + " bellhop.delivery.allowed-addresses would let it");
      }
    }
    return List.of(found);
  }

  /**
   * The host of a URL, without the brackets of an address of version 6.
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
    // Other scripts only as xn--...: what they stand for is read in more than one way.
    if (host == null || host.isEmpty() || host.contains("%")) {
      throw new ForbiddenTargetException(
          "must have a host of letters, digits, hyphens and dots, or an address");
    }
    if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
      throw new ForbiddenTargetException("must have a port from 1 to " + LAST_PORT);
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    // Java's own resolver reads 127.1, 0177.0.0.1 and 2130706433 in ways that others do not.
    if (!bare.contains(":") && bare.matches("(0[xX][0-9a-fA-F]*|[0-9.])+") && !Dotted.is(bare)) {
      throw new ForbiddenTargetException("must have a name or an address in its usual form");
    }
    return bare;
  }

  /** Whether a host is an address, so that nothing has to be looked up. */
  static boolean isAddress(String host) {
    return host.contains(":") || Dotted.is(host);
  }

  private boolean mayCall(InetAddress address) {
    byte[] bytes = address.getAddress();
    // What is behind a translator is what is called.
    byte[] target = NAT64.contains(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    return allowPrivate
        || allowed.stream().anyMatch(range -> range.contains(bytes) || range.contains(target))
        || CLOSED.stream().noneMatch(range -> range.contains(target));
  }
}
