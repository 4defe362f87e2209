package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.subscription.Subscription;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of deliveries when their subscription or the hub stops. */
class DeliveryStopTest extends DeliveringOnRig {
  @Test
  void one_that_is_switched_off_meanwhile_gets_what_is_under_way_and_the_rest_when_it_is_on_again()
      throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    SubscriptionBuilder builder = SubscriptionBuilder.to(receiver.url());
    rig.node.subscribe(builder);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.next(Answer.status(200).after(gate));
    rig.publishVersions("a", 3);
    receiver.await(1);

    rig.node.subscriptions().update(builder.active(false).build());
    rig.node.subscriptions().all();
    gate.complete(null);
    rig.awaitDelivered(1);
    rig.publish(1, "b");

    assertThat(receiver.received()).hasSize(1);
    assertThat(rig.statuses()).containsExactly("delivered", "pending", "pending");

    rig.node.subscriptions().update(builder.active(true).build());
    rig.pass(Duration.ZERO);
    rig.awaitDelivered(3);
    assertThat(versions(receiver)).isEqualTo(Map.of("a", List.of("1", "2", "3")));
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void of_one_that_is_deleted_meanwhile_nothing_is_left(Store store) throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    Subscription subscription = rig.subscribe(receiver);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));
    rig.publishVersions("a", 3);
    rig.publish(1, DeliveryRig.names(60));
    receiver.await(8);

    assertThat(rig.node.subscriptions().delete(subscription.id())).isTrue();
    rig.publish(2, "a");
    gate.complete(null);

    assertThat(rig.node.delivering().stop(Duration.ofSeconds(40))).as("no lease is left").isTrue();
    assertThat(receiver.received()).hasSize(8);
    assertNothingIsLeft();
    assertThat(rig.node.count("delivery_pending")).isZero();
    assertThat(rig.node.subscriptions().delete(subscription.id())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_stop_gives_back_what_has_not_begun_and_the_next_start_goes_on(Store store)
      throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));
    rig.publish(1, DeliveryRig.names(60));
    rig.publish(2, DeliveryRig.names(60));
    receiver.await(8);

    CompletableFuture<Boolean> stopped =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rig.node.delivering().stop(Duration.ofSeconds(60));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    rig.awaitLeases(8);
    assertThat(stopped).isNotDone();
    receiver.usually(Answer.status(200));
    gate.complete(null);

    assertThat(stopped.join()).isTrue();
    assertThat(receiver.received()).hasSize(8);
    rig.awaitLeases(0);

    rig.publish(3, "r0");
    rig.start().delivering().wake();
    rig.awaitDelivered(121);
    assertThat(receiver.received()).hasSize(121);
    assertThat(versions(receiver).values().stream().distinct())
        .containsExactlyInAnyOrder(List.of("1", "2"), List.of("1", "2", "3"));
  }

  @Test
  void a_stop_does_not_wait_for_the_turns_of_a_slow_rate() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    // The last of these would have its turn in a minute and more.
    rig.node.subscribe(SubscriptionBuilder.to(receiver.url()).rate(1).inFlight(64));
    rig.publish(DeliveryRig.names(200));
    receiver.await(1);

    assertThat(rig.node.delivering().stop(Duration.ofSeconds(100))).isTrue();

    assertThat(receiver.received()).hasSizeLessThan(60);
    rig.awaitLeases(0);
  }

  @Test
  void what_a_stop_does_not_wait_for_comes_back_when_its_lease_ends() throws Exception {
    rig = new DeliveryRig(Store.H2);
    TestNode other = rig.start();
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    receiver.next(Answer.never());
    rig.publish("a");
    receiver.await(1);

    assertThat(rig.node.delivering().stop(Duration.ZERO)).isFalse();
    rig.pass(DeliveryRig.LEASE);

    assertThat(other.subscriptions().all()).hasSize(1);
    rig.awaitDelivered(1);
    assertThat(receiver.received())
        .extracting(Received::id)
        .hasSize(2)
        .containsOnly(receiver.received().get(0).id());
  }
}
