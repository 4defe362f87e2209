package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlReachabilityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://localhost:8080",
        "http://LOCALHOST",
        "http://hub.localhost",
        "http://[::1]:8080",
        "http://0.0.0.0:8080",
        "http://[::]:8080"
      })
  void only_this_machine_can_call_it(String url) {
    assertThat(UrlReachability.isLoopback(url)).isTrue();
    assertThat(UrlReachability.isInside(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.1.2.3",
        "http://192.168.0.9:8080",
        "http://172.16.1.1",
        "http://169.254.1.1",
        "http://[fd00::1]",
        "http://[fe80::1]"
      })
  void only_a_network_of_our_own_can_call_it(String url) {
    assertThat(UrlReachability.isLoopback(url)).isFalse();
    assertThat(UrlReachability.isInside(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hub.example.com",
        "https://localhost.example.com",
        "https://127.0.0.1.example.com",
        "https://8.8.8.8",
        "https://172.32.0.1",
        "https://[2606:4700::1]",
        "nothing",
        ":"
      })
  void another_workspace_may(String url) {
    assertThat(UrlReachability.isInside(url)).isFalse();
  }
}
