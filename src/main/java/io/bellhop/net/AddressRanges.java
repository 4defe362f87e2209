package io.bellhop.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The address ranges that are not public. */
final class AddressRanges {
  /** The operator's own networks: private networks, link-local addresses, the machine itself. */
  private static final List<Cidr> PRIVATE =
      ranges(
          "10.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "::1/128",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10");

  /**
   * The other ranges in IANA's special-purpose registries, and all multicast and reserved
   * addresses.
   */
  private static final List<Cidr> SPECIAL =
      ranges(
          "0.0.0.0/8",
          "100.64.0.0/10",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
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
          "ff00::/8");

  /** IPv4 addresses behind a translator (RFC 6052); the embedded address decides. */
  private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");

  private AddressRanges() {}

  /** Whether an address is in one of the operator's own networks. */
  static boolean isPrivate(InetAddress address) {
    return hasOne(PRIVATE, address.getAddress());
  }

  /**
   * Whether an address is public.
   *
   * @param target as returned by {@link #target}
   */
  static boolean isPublic(byte[] target) {
    return !hasOne(PRIVATE, target) && !hasOne(SPECIAL, target);
  }

  /** The address that a connection finally reaches, which may be behind a translator. */
  static byte[] target(byte[] address) {
    return NAT64.contains(address) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static boolean hasOne(List<Cidr> ranges, byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<Cidr> ranges(String... texts) {
    return Stream.of(texts).map(Cidr::of).toList();
  }
}
