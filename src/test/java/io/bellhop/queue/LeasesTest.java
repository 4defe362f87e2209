package io.bellhop.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.queue.OrderKeyTable.Arrival;
import io.bellhop.queue.OrderKeyTable.Leased;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lanes, leases and their ends, on the keys of deliveries. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeasesTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private OrderKeyTable keys;
  private Leases leases;

  @AfterEach
  void close() throws Exception {
    leases.stop();
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_lease_is_ours_until_it_ends_unless_it_is_renewed(Store store) throws Exception {
    start(store);
    enqueue("lane", "a", "b");
    List<Leased> taken = take("lane", 10);
    taken.forEach(leases::add);

    clock.forward(TIME.minus(MOMENT));
    assertThat(taken).allMatch(leases::has);
    leases.renew();
    clock.forward(TIME.minus(MOMENT));
    assertThat(taken).allMatch(leases::has);
    assertThat(take("lane", 10)).isEmpty();

    clock.forward(MOMENT);
    assertThat(taken).noneMatch(leases::has);
    assertThat(take("lane", 10)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_lease_that_another_node_has_taken_is_not_renewed(Store store) throws Exception {
    start(store);
    enqueue("lane", "a", "b");
    List<Leased> lost = take("lane", 10);
    lost.forEach(leases::add);
    clock.forward(TIME);
    Leased theirs = take("lane", 1).get(0);

    leases.renew();

    for (Leased one : lost) {
      assertThat(leases.has(one))
          .as("only what no one has taken: %s", one.orderKey())
          .isNotEqualTo(one.orderKey().equals(theirs.orderKey()));
    }
    leases.remove(lost.get(0));
    leases.remove(lost.get(1));
    assertThat(leases.isEmpty()).isTrue();
    assertThat(lost).noneMatch(leases::has);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void lanes_are_claimed_apart_and_in_the_order_of_their_time(Store store) throws Exception {
    start(store);
    enqueue("one", "c");
    clock.forward(MOMENT);
    enqueue("one", "a");
    enqueue("two", "b");
    clock.forward(MOMENT);
    Instant later = clock.instant().plusSeconds(5);
    node.database()
        .transact(
            connection -> {
              keys.enqueue(
                  connection, new TreeMap<>(Map.of("d", new Arrival("three", later, null))));
              return null;
            });

    Map<String, Instant> due =
        node.database()
            .transact(
                connection -> keys.nextDue(connection, List.of("one", "two", "three", "four")));

    assertThat(due)
        .isEqualTo(
            Map.of(
                "one", later.minusSeconds(5).minusMillis(2),
                "two", later.minusSeconds(5).minusMillis(1),
                "three", later));
    assertThat(take("one", 1)).extracting(Leased::orderKey).containsExactly("c");
    assertThat(take("one", 5)).extracting(Leased::orderKey).containsExactly("a");
    assertThat(take("two", 5)).extracting(Leased::orderKey).containsExactly("b");
    assertThat(take("three", 5)).isEmpty();
    assertThat(take("four", 5)).isEmpty();
  }

  private void start(Store store) throws SQLException {
    node = TestNode.start(store.freshUrl(), clock);
    keys =
        new OrderKeyTable(
            "delivery",
            "select min(p.due_at) from delivery_pending p where p.order_key = delivery_key.order_key",
            node.database().dialect());
    leases = new Leases("test-lease", node.database(), keys, TIME, clock);
  }

  private void enqueue(String queue, String... names) throws SQLException {
    TreeMap<String, Arrival> arrivals = new TreeMap<>();
    for (String name : names) {
      arrivals.put(name, new Arrival(queue, clock.instant(), null));
    }
    node.database()
        .transact(
            connection -> {
              keys.enqueue(connection, arrivals);
              return null;
            });
  }

  private List<Leased> take(String queue, int most) throws SQLException {
    UUID lease = UUID.randomUUID();
    Instant now = clock.instant();
    return node
        .database()
        .transact(connection -> keys.lease(connection, queue, now, now.plus(TIME), lease, most))
        .entrySet()
        .stream()
        .map(key -> new Leased(key.getKey(), lease, key.getValue()))
        .toList();
  }
}
