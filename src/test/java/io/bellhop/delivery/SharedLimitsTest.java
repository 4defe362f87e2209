package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.subscription.Subscription;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a subscription hold for all nodes on one PostgreSQL together. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class SharedLimitsTest {
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong ticks = new AtomicLong();
  private DeliveryRig rig;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void no_more_posts_are_under_way_than_allowed_however_many_nodes_have_events() throws Exception {
    rig = new DeliveryRig(Store.POSTGRESQL);
    TestNode other = rig.start();
    Receiver receiver = rig.receiver();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));
    rig.node.subscribe(SubscriptionBuilder.to(receiver.url()).inFlight(3));

    for (int i = 0; i < 10; i++) {
      rig.publish("a" + i);
      other.publish(rig.account, TestNode.reservation("b" + i, 1, "p1"));
    }
    receiver.await(3);
    rig.pass(Duration.ZERO);
    receiver.usually(Answer.status(200));
    gate.complete(null);
    awaitDelivered(20);

    assertThat(receiver.mostUnderWay()).isEqualTo(3);
    assertThat(receiver.records()).doesNotHaveDuplicates();
  }

  @Test
  void both_nodes_post_to_a_subscription_that_allows_it() throws Exception {
    rig = new DeliveryRig(Store.POSTGRESQL);
    TestNode other = rig.start();
    Receiver receiver = rig.receiver();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));
    Subscription subscription = rig.node.subscribe(SubscriptionBuilder.to(receiver.url()));

    rig.publish("a");
    receiver.await(1);
    other.publish(rig.account, TestNode.reservation("b", 1, "p1"));
    receiver.await(2);

    assertThat(rig.node.count("delivery_share where places > 0")).isEqualTo(2);
    gate.complete(null);
    awaitDelivered(2);
    rig.node.subscriptions().delete(subscription.id());
    assertThat(rig.node.count("delivery_share")).isZero();
  }

  @Test
  void a_rate_is_counted_in_the_database_and_each_post_has_its_time() throws Exception {
    rig = new DeliveryRig(Store.POSTGRESQL);
    TestNode other = rig.start();
    Receiver receiver = rig.receiver();
    Subscription subscription =
        rig.node.subscribe(SubscriptionBuilder.to(receiver.url()).rate(1000));

    rig.publish("a");
    other.publish(rig.account, TestNode.reservation("b", 1, "p1"));
    awaitDelivered(2);

    assertThat(rig.node.count("delivery_pace")).isEqualTo(1);
    DeliveryShareTable one = new DeliveryShareTable(rig.node.database());
    DeliveryShareTable two = new DeliveryShareTable(other.database());
    one.nextSlot(subscription.id(), 1);
    long began = System.nanoTime();
    for (int i = 1; i <= 4; i++) {
      Duration wait = (i % 2 == 0 ? one : two).nextSlot(subscription.id(), 1);
      // However long the calls took: it begins no sooner than so many seconds after the first one.
      assertThat(wait.toNanos() + System.nanoTime() - began)
          .isGreaterThan(i * SECOND - SECOND / 10);
    }
  }

  @Test
  void places_are_given_back_when_they_are_not_needed_and_come_back_from_a_node_that_died()
      throws Exception {
    rig = new DeliveryRig(Store.POSTGRESQL);
    MutableClock clock = new MutableClock();
    Subscription three =
        rig.node.subscribe(SubscriptionBuilder.to("http://127.0.0.1:9/").inFlight(3));
    DeliveryShares one = shares(clock);
    DeliveryShares two = shares(clock);

    adjust(one, three, 5, 0);
    adjust(two, three, 2, 0);
    assertThat(places(three, one, two)).containsExactly(3, 0);
    assertThat(two.isDenied(three.id(), 2)).isTrue();

    ticks.addAndGet(3 * SECOND);
    adjust(one, three, 3, 3);
    assertThat(places(three, one, two)).as("one is left for who has none").containsExactly(2, 0);
    adjust(two, three, 2, 0);
    assertThat(places(three, one, two)).as("three are still under way").containsExactly(2, 0);
    ticks.addAndGet(3 * SECOND);
    adjust(one, three, 2, 2);
    adjust(two, three, 2, 0);
    assertThat(places(three, one, two)).containsExactly(2, 1);

    clock.forward(LEASE);
    assertThat(places(three, one, two)).as("neither has renewed them").containsExactly(0, 0);
    adjust(two, three, 3, 1);
    adjust(one, three, 3, 0);
    assertThat(places(three, one, two)).containsExactly(0, 3);

    two.release();
    ticks.addAndGet(SECOND);
    adjust(one, three, 3, 0);
    assertThat(places(three, one, two)).containsExactly(3, 0);
    ticks.addAndGet(3 * SECOND);
    adjust(one, three, 0, 0);
    ticks.addAndGet(3 * SECOND);
    adjust(one, three, 0, 0);
    assertThat(rig.node.count("delivery_share")).isZero();
  }

  private DeliveryShares shares(MutableClock clock) {
    return new DeliveryShares(
        new DeliveryShareTable(rig.node.database()), clock, LEASE, ticks::get);
  }

  private static void adjust(DeliveryShares shares, Subscription to, int needed, int running)
      throws SQLException {
    shares.adjust(to, needed, () -> running);
  }

  private static List<Integer> places(Subscription subscription, DeliveryShares... nodes) {
    List<Integer> places = new ArrayList<>();
    UUID id = subscription.id();
    for (DeliveryShares one : nodes) {
      places.add(one.places(id, subscription.maxInFlight()));
    }
    return places;
  }

  private void awaitDelivered(int count) {
    Awaitility.await()
        .until(
            () -> {
              rig.pass(Duration.ZERO);
              return rig.node.count("delivery where status = 'delivered'") == count;
            });
  }
}
