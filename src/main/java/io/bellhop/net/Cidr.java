package io.bellhop.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of addresses: the first {@code prefix} bits of {@code network}. Netty's {@code
 * IpSubnetFilterRule} is not a substitute: for IPv6, its {@code fd00::/8} also contains {@code
 * ff02::1}, because it accepts every address in which all bits of the prefix are set.
 */
record Cidr(byte[] network, int prefix) {
  private static final Pattern VERSION_6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /**
   * @throws IllegalArgumentException for anything but {@code address/bits} or an address
   */
  static Cidr of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!isAddress(address)) {
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

  /**
   * Whether a text is an address; Java would resolve other texts as names, or read unusual forms as
   * other addresses.
   */
  static boolean isAddress(String text) {
    return isVersion4(text) || VERSION_6.matcher(text).matches();
  }

  /** Whether a text is an address in the usual form: four decimal numbers, no leading zeros. */
  static boolean isVersion4(String text) {
    // Netty would accept 010.0.0.1, which others read as octal.
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    return address != null && address.length == 4 && NetUtil.bytesToIpAddress(address).equals(text);
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
        "an address range must look like 10.1.0.0/16 or fd00::/8, was: " + text);
  }
}
