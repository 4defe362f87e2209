package io.bellhop.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;

/** A set of addresses and address ranges. It also converts written addresses to one form. */
public final class AddressSet {
  private final List<Cidr> ranges;

  private AddressSet(List<Cidr> ranges) {
    this.ranges = ranges;
  }

  /**
   * @throws IllegalArgumentException for anything but {@code address/bits} or an address
   */
  public static AddressSet of(Collection<String> texts) {
    return new AddressSet(texts.stream().map(Cidr::of).toList());
  }

  /**
   * @param address as returned by {@link #usual}; any other text is not in the set
   */
  public boolean contains(String address) {
    InetAddress read = ranges.isEmpty() ? null : read(address);
    return read != null && ranges.stream().anyMatch(range -> range.contains(read.getAddress()));
  }

  /**
   * Converts an address to Java's form. A proxy may write it with brackets, a port or a zone, or as
   * an IPv4 address inside an IPv6 one.
   *
   * @return null if the text is not an address
   */
  public static String usual(String text) {
    InetAddress read = read(bare(text.strip()));
    return read == null ? null : read.getHostAddress();
  }

  private static String bare(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? "" : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  private static InetAddress read(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    try {
      return Cidr.isAddress(address) ? InetAddress.getByName(address) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
