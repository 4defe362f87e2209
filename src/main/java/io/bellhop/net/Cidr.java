package io.bellhop.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses: the bits of {@code network} up to {@code prefix}. */
record Cidr(byte[] network, int prefix) {

  /**
   * @throws IllegalArgumentException for anything but {@code address/bits} or an address
   */
  static Cidr of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    // Nothing that would be looked up as a name, or read as another address than it looks like.
    if (!Dotted.is(address) && !address.matches("[0-9a-fA-F.]*:[0-9a-fA-F:.]*")) {
      throw bad(text);
    }
    try {
      byte[] network = InetAddress.getByName(address).getAddress();
      int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > network.length * 8) {
        throw bad(text);
      }
      return new Cidr(network, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw bad(text);
    }
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "a range of addresses must look like 10.1.0.0/16 or fd00::/8, was: " + text);
  }
}
