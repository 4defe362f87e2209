package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnreachableAddressesTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final UnreachableAddresses unreachable = new UnreachableAddresses(nanos::get);
  private final InetSocketAddress one = new InetSocketAddress("127.0.0.1", 1);
  private final InetSocketAddress two = new InetSocketAddress("127.0.0.2", 1);
  private final InetSocketAddress three = new InetSocketAddress("127.0.0.3", 1);
  private final List<InetSocketAddress> all = List.of(one, two, three);

  @Test
  void one_that_took_no_connection_is_tried_last_and_the_others_keep_their_order() {
    unreachable.add(one);

    assertThat(unreachable.last(all)).containsExactly(two, three, one);
  }

  @Test
  void one_that_takes_a_connection_again_has_its_place_again() {
    unreachable.add(one);
    unreachable.remove(one);

    assertThat(unreachable.last(all)).isEqualTo(all);
  }

  @Test
  void after_a_while_it_is_tried_in_its_turn() {
    unreachable.add(one);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos() + 1);

    assertThat(unreachable.last(all)).isEqualTo(all);
  }

  @Test
  void another_port_of_the_same_address_is_another_target() {
    unreachable.add(new InetSocketAddress("127.0.0.1", 2));

    assertThat(unreachable.last(all)).isEqualTo(all);
  }
}
