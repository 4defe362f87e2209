package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.DeliveryRig.Row;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes on one database. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryNodesTest {
  private DeliveryRig rig;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_one_node_has_is_out_of_sight_of_the_other_until_the_lease_ends(Store store)
      throws Exception {
    rig = new DeliveryRig(store);
    MutableClock clock = new MutableClock();
    TestNode other = rig.start(clock);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.next(Answer.status(200).after(gate));
    rig.publishVersions("a", 3);
    receiver.await(1);

    // Not for the first node, which would know that it has it under way.
    clock.forward(DeliveryRig.LEASE.minusMillis(1));
    other.delivering().wake();
    // Whatever the other is asked to do now, it does after it has looked.
    other.publish(rig.account, TestNode.reservation("b", 1, "p1"));
    rig.awaitDelivered(1);
    assertThat(receiver.records()).containsExactly("a", "b");

    clock.forward(Duration.ofMillis(1));
    other.delivering().wake();
    rig.awaitDelivered(4);
    // By its own clock too the first node has lost the lease, before it has its answer.
    rig.clock.forward(DeliveryRig.LEASE);
    gate.complete(null);

    assertThat(rig.node.delivering().stop(Duration.ofSeconds(40))).isTrue();
    assertThat(receiver.byRecord("/data/record/numberOfGuests").get("a"))
        .as("the first again, and nothing more of the node that had lost it")
        .containsExactly("1", "1", "2", "3");
    assertThat(receiver.received().get(2).id()).isEqualTo(receiver.received().get(0).id());
    assertThat(rig.rows()).extracting(Row::attempts).containsOnly(1);
    assertThat(rig.attempts()).isEqualTo(4);
    assertThat(rig.node.count("delivery_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_comes_back_to_the_node_that_has_it_under_way_goes_on_and_is_not_sent_again(Store store)
      throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.next(Answer.status(200).after(gate));
    rig.publishVersions("a", 3);
    receiver.await(1);

    rig.pass(DeliveryRig.LEASE);
    Awaitility.await().until(() -> rig.dueAt("a").isAfter(rig.clock.instant()));
    rig.publish(4, "a");
    gate.complete(null);
    rig.awaitDelivered(4);

    assertThat(receiver.byRecord("/data/record/numberOfGuests").get("a"))
        .containsExactly("1", "2", "3", "4");
    assertThat(rig.rows()).extracting(Row::attempts).containsOnly(1);
    assertThat(rig.node.count("delivery_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_node_that_lost_its_lease_writes_nothing_over_the_work_of_the_other(Store store)
      throws Exception {
    rig = new DeliveryRig(store);
    MutableClock clock = new MutableClock();
    TestNode other = rig.start(clock);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    CompletableFuture<Void> late = new CompletableFuture<>();
    CompletableFuture<Void> later = new CompletableFuture<>();
    receiver.next(Answer.status(500).after(late), Answer.status(200).after(later));
    rig.publish("a");
    receiver.await(1);
    clock.forward(DeliveryRig.LEASE);
    other.delivering().wake();
    receiver.await(2);

    late.complete(null);
    assertThat(rig.node.delivering().stop(Duration.ofSeconds(40))).isTrue();
    assertThat(rig.rows())
        .extracting(Row::status, Row::attempts)
        .containsExactly(org.assertj.core.api.Assertions.tuple("pending", 0));
    assertThat(rig.attempts()).isZero();
    assertThat(rig.node.count("delivery_key where lease is not null")).isEqualTo(1);

    later.complete(null);
    rig.awaitDelivered(1);
    assertThat(receiver.received()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_changed_on_one_node_counts_on_the_other(Store store) throws Exception {
    rig = new DeliveryRig(store);
    TestNode other = rig.start();
    Receiver before = rig.receiver();
    Receiver after = rig.receiver();
    Subscription subscription = rig.subscribe(before);
    other.publish(rig.account, TestNode.reservation("a", 1, "p1"));
    before.await(1);

    rig.node
        .subscriptions()
        .update(SubscriptionBuilder.to(after.url()).id(subscription.id()).build());
    other.publish(rig.account, TestNode.reservation("b", 1, "p1"));
    assertThat(after.await(1)).extracting(Received::record).containsExactly("b");

    rig.node.subscriptions().delete(subscription.id());
    other.publish(rig.account, TestNode.reservation("c", 1, "p1"));
    assertThat(rig.node.count("delivery_pending")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_nodes_share_the_work_of_a_flaky_receiver_in_order_and_do_all_of_it(Store store)
      throws Exception {
    // Failures are retried at once: nodes take keys from each other all the time.
    rig = new DeliveryRig(store, DeliveryRig.settings(0, Duration.ofSeconds(40)));
    TestNode other = rig.start(DeliveryRig.settings(0, Duration.ofSeconds(40)));
    Receiver receiver = rig.receiver();
    AtomicInteger count = new AtomicInteger();
    receiver.usually(
        request -> Answer.status(count.incrementAndGet() % 5 == 0 ? 500 : 200).to(request));
    for (String path : List.of("/one", "/two", "/three")) {
      rig.node.subscribe(SubscriptionBuilder.to(receiver.url(path)));
    }
    int versions = 40;

    for (int version = 1; version <= versions; version++) {
      ObjectNode[] records = new ObjectNode[10];
      for (int i = 0; i < records.length; i++) {
        records[i] = TestNode.reservation("r" + i, version, "p1");
      }
      (version % 2 == 0 ? rig.node : other).publish(rig.account, records);
    }
    int all = 3 * 10 * versions;
    Awaitility.await()
        .atMost(Duration.ofSeconds(100))
        .until(
            () -> {
              rig.pass(Duration.ZERO);
              // A key that was released for more deliveries goes with the next look at it.
              return rig.node.count("delivery where status = 'delivered'") == all
                  && rig.node.count("delivery_key") == 0;
            });

    assertThat(rig.node.count("delivery")).isEqualTo(all);
    assertThat(receiver.received().size() - count.get() / 5)
        .as("nothing came twice but what had failed")
        .isEqualTo(all);
    Map<String, List<Integer>> arrivedByRecord = new HashMap<>();
    for (Received one : receiver.received()) {
      arrivedByRecord
          .computeIfAbsent(one.path() + one.record(), key -> new ArrayList<>())
          .add(one.json().at("/data/record/numberOfGuests").asInt());
    }
    assertThat(arrivedByRecord).hasSize(30);
    assertThat(arrivedByRecord.values())
        .allSatisfy(
            one -> {
              assertThat(one).isSorted();
              assertThat(one.stream().distinct()).hasSize(versions);
            });
  }
}
