package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.0.0, true",
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.0.255.255, false",
    "10.1.0.0/16, 10.2.0.0, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fc00::1, false",
    "fd00::/8, ff02::1, false",
    "2001::/23, 2001:1ff:ffff::, true",
    "2001::/23, 2001:200::, false",
    "::/0, 10.0.0.1, false",
    "::/0, 2001:db8::1, true"
  })
  void a_range_holds_what_agrees_with_its_prefix(String range, String address, boolean inside)
      throws UnknownHostException {
    assertThat(Cidr.of(range).contains(InetAddress.getByName(address).getAddress()))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "localhost",
        "abc.def",
        "example.com/8",
        "10.1/16",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "010.0.0.0/8",
        "10.0.0.256/8",
        "10.0.0.0.",
        "fd00::/129",
        "fd00:::/8",
        ":",
        "[fd00::]/8",
        "::ffff:10.0.0.0/104"
      })
  void anything_else_is_refused_and_never_looked_up(String text) {
    assertThatThrownBy(() -> Cidr.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.1.0.0/16");
  }
}
