package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bellhop.delivery.DeliveryRig.Row;
import io.bellhop.store.Sql;
import io.bellhop.subscription.Shape;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A subscription with a filter or a transform. */
class ShapedDeliveryTest extends DeliveringOnRig {
  private static final String GUESTS = ".data.record.numberOfGuests";

  private Receiver receiver;

  private Subscription subscribe(SubscriptionBuilder subscription) throws Exception {
    return rig.node.subscribe(subscription);
  }

  private SubscriptionBuilder start(Store store) throws Exception {
    rig = new DeliveryRig(store);
    rig.start();
    receiver = rig.receiver();
    return SubscriptionBuilder.to(receiver.url());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_filter_leaves_events_out_and_keeps_the_order_of_the_rest(Store store) throws Exception {
    Subscription shaped =
        subscribe(start(store).rate(1000).shape(GUESTS + " != 2 and " + GUESTS + " < 5", null));
    Receiver other = rig.receiver();
    rig.subscribe(other);
    rig.publishVersions("a", 5);
    rig.awaitDelivered(3 + 5);
    rig.awaitRows("filtered", 2);

    assertThat(versions(receiver)).isEqualTo(Map.of("a", List.of("1", "3", "4")));
    assertThat(versions(other)).isEqualTo(Map.of("a", List.of("1", "2", "3", "4", "5")));
    assertThat(rig.rows())
        .filteredOn(row -> row.subscription().equals(shaped.id()))
        .extracting(Row::status, Row::attempts)
        .containsExactly(
            tuple("delivered", 1),
            tuple("filtered", 0),
            tuple("delivered", 1),
            tuple("delivered", 1),
            tuple("filtered", 0));
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "H2")
  void a_transform_is_what_is_signed_under_the_id_of_the_event(Store store) throws Exception {
    String secret = SubscriptionBuilder.secret(7);
    subscribe(
        start(store)
            .secret(secret)
            .shape(null, "{\"booking\": .data.record.id, \"guests\": " + GUESTS + "}"));
    receiver.next(Answer.status(500));
    rig.publish(3, "a");
    rig.awaitAttempts(1);
    rig.pass(Duration.ofSeconds(6));
    rig.awaitDelivered(1);

    List<Received> came = receiver.await(2);
    assertThat(came).extracting(Received::text).containsOnly("{\"booking\":\"a\",\"guests\":3}");
    assertThat(came).extracting(Received::id).containsOnly(came.get(0).id());
    assertThat(came.get(1).header("content-type")).isEqualTo("application/json");
    assertThat(came.get(1).header("webhook-signature"))
        .isEqualTo(
            new com.standardwebhooks.Webhook(secret)
                .sign(
                    came.get(1).id(),
                    Long.parseLong(came.get(1).header("webhook-timestamp")),
                    came.get(1).text()));
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "H2")
  void without_data_a_filter_sees_the_record_and_a_transform_does_not(Store store)
      throws Exception {
    subscribe(
        start(store)
            .data(false)
            .shape(
                GUESTS + " == 2",
                "{\"id\": .data.recordId, \"guests\": fallback(" + GUESTS + ", \"hidden\")}"));
    rig.publish(1, "a");
    rig.publish(2, "b");
    rig.awaitRows("filtered", 1);

    assertThat(receiver.await(1))
        .extracting(Received::text)
        .containsExactly("{\"id\":\"b\",\"guests\":\"hidden\"}");
  }

  @Test
  void an_expression_that_fails_dead_letters_the_delivery_and_the_later_ones_go_on()
      throws Exception {
    Subscription shaped =
        subscribe(
            start(Store.H2)
                .shape(null, "{\"half\":\n  if (" + GUESTS + " == 2) .data.record.id / 2 else 1}"));
    rig.publishVersions("a", 3);
    rig.awaitDelivered(2);
    rig.awaitRows("dead", 1);

    assertThat(receiver.received()).hasSize(2);
    assertThat(errors()).singleElement().asString().startsWith("transform, line 2: ");
    assertThat(rig.stored(shaped).failingSince()).isNull();
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "H2")
  void an_endless_expression_delays_no_other_subscription_and_ends(Store store) throws Exception {
    subscribe(start(store).shape("def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1 f(100)", null));
    Receiver other = rig.receiver();
    rig.subscribe(other);
    rig.publish(DeliveryRig.names(3));
    rig.awaitRows("dead", 3);

    assertThat(other.await(3)).hasSize(3);
    assertThat(receiver.received()).isEmpty();
    assertThat(errors())
        .hasSize(3)
        .allMatch(error -> error.startsWith("filter, line 1: takes more"));
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "H2")
  void a_change_of_the_filter_counts_for_what_waits_and_for_a_replay(Store store) throws Exception {
    Subscription shaped = subscribe(start(store).shape("false", null));
    rig.publish(2, "a");
    rig.awaitRows("filtered", 1);

    TestNode node = rig.all().get(0);
    node.subscriptions().update(shaped.toBuilder().shape(Shape.NONE).build());
    new Redelivery(
            node.database(),
            node.subscriptions(),
            TestNode.MAPPER,
            rig.clock,
            node.delivering()::wake)
        .replay(rig.stored(shaped), 1, null, 10);

    assertThat(receiver.await(1)).extracting(Received::record).containsExactly("a");
  }

  private List<String> errors() throws Exception {
    return rig.node
        .database()
        .transact(
            connection ->
                Sql.list(
                    connection, "select error from delivery_attempt", row -> row.text("error")));
  }
}
