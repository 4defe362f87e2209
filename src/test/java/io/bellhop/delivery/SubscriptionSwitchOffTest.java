package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode.Logged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks that have had nothing but failures for too long, or that want nothing any more. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionSwitchOffTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private DeliveryRig rig;
  private Receiver broken;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void it_is_known_since_when_nothing_works_and_a_success_ends_it(Store store) throws Exception {
    Subscription subscription = start(store);
    Instant first = rig.clock.instant();
    assertThat(subscription.failingSince()).isNull();

    rig.publish("a");
    rig.awaitAttempts(1);
    assertThat(rig.stored(subscription).failingSince()).isEqualTo(first);

    rig.pass(Duration.ofSeconds(6));
    rig.awaitAttempts(2);
    rig.publish("b");
    rig.awaitAttempts(3);
    assertThat(rig.stored(subscription).failingSince())
        .as("the first failure counts")
        .isEqualTo(first);

    broken.next(Answer.status(200));
    rig.publish("c");
    rig.awaitDelivered(1);
    assertThat(rig.stored(subscription).failingSince()).isNull();
  }

  @Test
  void a_success_right_after_a_failure_takes_it_back() throws Exception {
    Subscription subscription = start(Store.H2);
    for (int i = 0; i < 10; i++) {
      broken.next(Answer.status(500), Answer.status(200));
      rig.publish("failing " + i);
      rig.awaitAttempts(2 * i + 1);
      rig.publish("good " + i);
      rig.awaitAttempts(2 * i + 2);

      assertThat(rig.stored(subscription).failingSince()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void after_too_long_it_is_switched_off_and_the_others_of_the_workspace_are_notified(Store store)
      throws Exception {
    Subscription subscription = start(store);
    Receiver neighbour = rig.receiver();
    Receiver everybodys = rig.receiver();
    Receiver property = rig.receiver();
    Receiver stranger = rig.receiver();
    rig.node.subscribe(
        SubscriptionBuilder.to(neighbour.url()).mask("webhook.*").workspace("default"));
    rig.node.subscribe(SubscriptionBuilder.to(everybodys.url()).mask("webhook.disabled"));
    rig.node.subscribe(SubscriptionBuilder.to(property.url()).mask("webhook.*").property("p7"));
    rig.node.subscribe(SubscriptionBuilder.to(stranger.url()).mask("*").workspace("other"));
    rig.publish("a");
    rig.awaitAttempts(1);
    String since = rig.stored(subscription).failingSince().toString();

    rig.pass(DeliveryRig.PATIENCE);
    rig.awaitAttempts(2);
    assertThat(rig.stored(subscription).active()).as("to the moment").isTrue();
    rig.pass(MOMENT.plus(Duration.ofMinutes(10)));
    rig.awaitDelivered(3);

    assertThat(rig.stored(subscription).active()).isFalse();
    for (Receiver one : List.of(neighbour, everybodys, property)) {
      assertThat(one.received()).hasSize(1);
      JsonNode event = one.received().get(0).json();
      EventSchema.check(event);
      assertThat(event.at("/hook/eventType").asText()).isEqualTo("webhook.disabled");
      assertThat(event.at("/data/workspaceId").asText()).isEqualTo("default");
      JsonNode record = event.at("/data/record");
      assertThat(record.get("id").asText()).isEqualTo(subscription.id().toString());
      assertThat(record.get("name").asText()).isEqualTo("broken");
      assertThat(record.get("reason").asText()).isEqualTo("failing");
      assertThat(record.get("failingSince").asText()).isEqualTo(since.replace("Z", ".000Z"));
    }
    assertThat(stranger.received()).isEmpty();
    assertThat(broken.received()).as("not notified of itself").hasSize(3);
    assertThat(rig.node.events()).extracting(Logged::type).containsOnlyOnce("webhook.disabled");
  }

  @Test
  void one_that_is_gone_is_switched_off_at_once_and_keeps_what_it_did_not_get() throws Exception {
    Subscription subscription = start(Store.H2);
    Receiver neighbour = rig.receiver();
    rig.node.subscribe(SubscriptionBuilder.to(neighbour.url()).mask("webhook.*"));
    broken.usually(Answer.status(410));
    rig.publishVersions("a", 3);
    rig.awaitDelivered(1);

    assertThat(rig.stored(subscription).active()).isFalse();
    JsonNode event = neighbour.await(1).get(0).json();
    EventSchema.check(event);
    assertThat(event.at("/data/record/reason").asText()).isEqualTo("gone");
    assertThat(broken.received()).as("nothing more after it").hasSize(1);
    rig.awaitRows("dead", 1);
    rig.awaitRows("pending", 2);
    rig.publish("no subscriber gets this");
    assertThat(broken.received()).hasSize(1);

    broken.usually(Answer.status(200));
    rig.node
        .subscriptions()
        .update(SubscriptionBuilder.to(broken.url()).id(subscription.id()).active(true).build());
    rig.pass(Duration.ZERO);
    rig.awaitDelivered(3);
    assertThat(broken.byRecord("/data/record/numberOfGuests").get("a"))
        .containsExactly("1", "2", "3");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void many_failures_at_once_on_two_nodes_switch_it_off_once(Store store) throws Exception {
    Subscription subscription = start(store);
    rig.start();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    broken.usually(Answer.status(410).after(gate));
    rig.publish(DeliveryRig.names(40));
    broken.await(8);

    gate.complete(null);
    Awaitility.await().until(() -> !rig.stored(subscription).active());
    rig.awaitLeases(0);

    assertThat(rig.node.events()).extracting(Logged::type).containsOnlyOnce("webhook.disabled");
  }

  @Test
  void one_without_a_name_and_without_earlier_failures_is_notified_too() throws Exception {
    rig = new DeliveryRig(Store.H2);
    broken = rig.receiver().usually(Answer.status(410));
    rig.subscribe(broken);

    rig.publish("a");
    Awaitility.await().until(() -> rig.node.events().size() == 2);

    EventSchema.check(rig.node.events().get(1).envelope());
  }

  private Subscription start(Store store) throws Exception {
    rig = new DeliveryRig(store);
    broken = rig.receiver().usually(Answer.status(500));
    return rig.node.subscribe(
        SubscriptionBuilder.to(broken.url()).name("broken").workspace("default"));
  }
}
