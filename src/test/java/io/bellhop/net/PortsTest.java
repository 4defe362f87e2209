package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
  @ParameterizedTest
  @ValueSource(strings = {"999.1.1.1", "no.such.host.invalid", "192.0.2.1"})
  void a_host_that_is_not_this_machine_is_not_blamed_on_the_port(String host) {
    for (int port : new int[] {0, 8080}) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> Ports.free("bellhop.management.port", host, port))
          .withMessage(
              "bellhop.management.host: %s is not an address of this machine; set it to"
                  + " one, or to 0.0.0.0 for all",
              host);
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_option() throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket other = new ServerSocket(0, 1, loopback)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> Ports.free("bellhop.http.port", "127.0.0.1", other.getLocalPort()))
          .withMessageStartingWith(
              "bellhop.http.port: cannot listen on 127.0.0.1:" + other.getLocalPort());
    }
  }
}
