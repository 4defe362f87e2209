package io.bellhop.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WrongKeyLimiterTest {
  private final AtomicLong ticker = new AtomicLong();
  private final WrongKeyLimiter wrong = new WrongKeyLimiter(ticker::get);

  @Test
  void twenty_wrong_keys_in_a_minute_block_the_address_until_the_minute_ends() {
    add("203.0.113.7", 19);
    assertThat(wrong.secondsBlocked("203.0.113.7")).isZero();
    ticker.addAndGet(Duration.ofSeconds(10).toNanos());
    add("203.0.113.7", 1);

    assertThat(wrong.secondsBlocked("203.0.113.7")).isEqualTo(50);
    assertThat(wrong.secondsBlocked("203.0.113.8")).isZero();
    ticker.addAndGet(Duration.ofSeconds(50).toNanos());
    assertThat(wrong.secondsBlocked("203.0.113.7")).isZero();
  }

  @Test
  void all_addresses_of_an_ipv6_network_count_as_one() {
    for (int i = 0; i < 20; i++) {
      wrong.add("2001:db8:0:7:0:0:0:" + i);
    }

    assertThat(wrong.secondsBlocked("2001:db8:0:7:0:0:0:ffff")).isEqualTo(60);
    assertThat(wrong.secondsBlocked("2001:db8:0:8:0:0:0:1")).isZero();
  }

  @Test
  void an_attacker_with_many_addresses_fills_no_memory() {
    add("first", 20);
    for (int i = 0; i < 10_000; i++) {
      add("address " + i, 1);
    }

    assertThat(wrong.secondsBlocked("first")).isZero();
  }

  private void add(String address, int times) {
    for (int i = 0; i < times; i++) {
      wrong.add(address);
    }
  }
}
