package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7 | 198.51.100.1 | 192.0.2.7",
        "192.0.2.7:4711 | 198.51.100.1 | 192.0.2.7",
        "10.0.0.1 | 198.51.100.1 | 198.51.100.1",
        "10.0.0.1 | 9.9.9.9, 198.51.100.1 | 198.51.100.1",
        "10.0.0.1 | 9.9.9.9, 198.51.100.1, 10.0.0.2 | 198.51.100.1",
        "10.0.0.1 | 198.51.100.1:80 | 198.51.100.1",
        "10.0.0.1 | [2001:db8::7]:80, 10.0.0.2 | 2001:db8:0:0:0:0:0:7",
        "10.0.0.1 | ::ffff:198.51.100.1 | 198.51.100.1",
        "10.0.0.1 | 198.51.100.1, unknown | 10.0.0.1",
        "10.0.0.1 | 198.51.100.1, localhost, 10.0.0.2 | 10.0.0.2",
        "10.0.0.1 | '' | 10.0.0.1",
        "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "fd00:0:0:0:0:0:0:1 | 198.51.100.1 | 198.51.100.1",
        "fd00:0:0:0:0:0:0:1:4711 | 198.51.100.1 | 198.51.100.1",
        "'' | 198.51.100.1 | ''",
      })
  void the_client_is_read_from_the_right_for_as_long_as_proxies_are_trusted(
      String peer, String header, String client) {
    ClientAddresses addresses = addresses("X-Forwarded-For", "10.0.0.0/8, fd00::/8");

    assertThat(addresses.of(peer, headers("x-forwarded-for", header))).isEqualTo(client);
  }

  @Test
  void several_lines_are_one_list() {
    RequestHeaders headers =
        new RequestHeaders(
            List.of(
                Map.entry("X-Forwarded-For", "9.9.9.9, 198.51.100.1"),
                Map.entry("X-Forwarded-For", "10.0.0.2")));

    assertThat(addresses("X-Forwarded-For", "10.0.0.0/8").of("10.0.0.1", headers))
        .isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=198.51.100.1;proto=https;by=10.0.0.1 | 198.51.100.1",
        "for=9.9.9.9, proto=https;For=\"[2001:db8::7]:4711\", for=10.0.0.2 | 2001:db8:0:0:0:0:0:7",
        "for=198.51.100.1, for=_hidden | 10.0.0.1",
        "for=198.51.100.1, proto=https | 10.0.0.1",
      })
  void the_other_header_is_read_if_the_option_says_so(String header, String client) {
    ClientAddresses addresses = addresses("forwarded", "10.0.0.0/8");

    assertThat(addresses.of("10.0.0.1", headers("forwarded", header))).isEqualTo(client);
    assertThat(addresses.of("10.0.0.1", headers("x-forwarded-for", "198.51.100.1")))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void without_trusted_proxies_no_header_counts() {
    assertThat(ClientAddresses.direct().of("10.0.0.1", headers("x-forwarded-for", "9.9.9.9")))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void an_option_that_cannot_be_read_names_itself() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> addresses("X-Forwarded-For", "10.0.0.0/33"))
        .withMessageStartingWith("bellhop.http.trusted-proxies: an address range must look");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> addresses("X-Real-IP", ""))
        .withMessageStartingWith(
            "bellhop.http.forwarded-header must be X-Forwarded-For or Forwarded");
  }

  private static RequestHeaders headers(String name, String value) {
    return new RequestHeaders(List.of(Map.entry(name, value)));
  }

  private static ClientAddresses addresses(String header, String proxies) {
    return ClientAddresses.of(
        Options.load(new Properties(), Map.of(), options -> Map.of())
            .with(
                Map.of(
                    "bellhop.http.forwarded-header", header,
                    "bellhop.http.trusted-proxies", proxies)));
  }
}
