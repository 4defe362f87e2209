package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.DeliveryRig.Row;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.event.SystemEvents;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How events reach their subscriptions: signed, in order, as often as is asked for. */
class DeliveryServiceTest extends DeliveringOnRig {
  private static final Duration DAY_AND_MORE = Duration.ofHours(30);

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_event_is_posted_signed_and_written_down(Store store) throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);

    rig.publish("1");
    rig.awaitDelivered(1);

    Received received = receiver.await(1).get(0);
    assertThat(received.json()).isEqualTo(rig.node.events().get(0).envelope());
    assertThat(received.id()).isEqualTo(received.json().at("/hook/id").asText());
    assertThat(received.header("webhook-timestamp"))
        .isEqualTo(String.valueOf(rig.clock.instant().getEpochSecond()));
    assertThat(received.header("content-type")).isEqualTo("application/json");
    assertThat(rig.rows()).extracting(Row::record, Row::attempts).containsExactly(tuple("1", 1));
    assertNothingIsLeft();
  }

  @Test
  void an_event_whose_transaction_fails_is_neither_in_the_log_nor_on_its_way() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    SystemEvents events = new SystemEvents(TestNode.MAPPER, rig.node.delivering().subscribers());
    ObjectNode record = TestNode.MAPPER.createObjectNode().put("id", "1");

    assertThatThrownBy(
            () ->
                rig.node
                    .database()
                    .durably(
                        connection -> {
                          long seq = events.begin(connection);
                          events.append(
                              connection,
                              seq,
                              rig.clock.instant(),
                              "webhook.test",
                              "default",
                              record);
                          throw new SQLException("late trouble");
                        }))
        .hasMessage("late trouble");

    assertThat(rig.node.count("event")).isZero();
    assertThat(rig.rows()).isEmpty();
    assertNothingIsLeft();
    rig.publish("2");
    assertThat(receiver.await(1)).extracting(Received::record).containsExactly("2");
  }

  @Test
  void an_event_without_subscribers_is_in_the_log_all_the_same() throws Exception {
    rig = new DeliveryRig(Store.H2);

    rig.publish("1");

    assertThat(rig.node.events()).hasSize(1);
    assertThat(rig.rows()).isEmpty();
  }

  @Test
  void who_waits_for_another_try_holds_up_its_record_and_no_other() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    receiver.next(Answer.status(500));
    rig.publishVersions("a", 3);
    rig.awaitAttempts(1);

    rig.publish(1, "b");
    rig.publish(4, "a");
    rig.awaitDelivered(1);

    assertThat(versions(receiver)).isEqualTo(Map.of("a", List.of("1"), "b", List.of("1")));
    assertThat(rig.dueAt("a"))
        .isBetween(rig.clock.instant().plusSeconds(4), rig.clock.instant().plusSeconds(6));

    rig.pass(Duration.ofSeconds(6));
    rig.awaitDelivered(5);
    assertThat(versions(receiver))
        .isEqualTo(Map.of("a", List.of("1", "1", "2", "3", "4"), "b", List.of("1")));
    assertNothingIsLeft();
  }

  @Test
  void many_events_of_one_record_are_delivered_in_order() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    receiver.next(Answer.status(500));
    rig.publish(1, "a");
    rig.awaitAttempts(1);
    for (int version = 2; version <= 30; version++) {
      rig.publish(version, "a");
    }

    rig.pass(Duration.ofSeconds(6));
    rig.awaitDelivered(30);

    assertThat(versions(receiver).get("a"))
        .isEqualTo(
            IntStream.rangeClosed(0, 30).mapToObj(i -> String.valueOf(Math.max(1, i))).toList());
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_comes_while_its_record_is_under_way_follows(Store store) throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.next(Answer.status(200).after(gate));
    rig.publish(1, "a");
    receiver.await(1);

    rig.publish(2, "a");
    rig.publish(3, "a");
    assertThat(receiver.received()).hasSize(1);
    gate.complete(null);
    rig.awaitDelivered(3);

    assertThat(versions(receiver).get("a")).containsExactly("1", "2", "3");
    assertNothingIsLeft();
  }

  @Test
  void after_ten_attempts_it_is_dead_and_its_record_continues() throws Exception {
    rig = new DeliveryRig(Store.H2, patient());
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    receiver.usually(Answer.text(503, "later"));
    rig.publishVersions("a", 2);
    for (int attempt = 1; attempt < 10; attempt++) {
      rig.awaitAttempts(attempt);
      assertThat(rig.statuses()).containsExactly("pending", "pending");
      rig.pass(DAY_AND_MORE);
    }
    // The tenth is the last, and the next event has its first at once.
    rig.awaitAttempts(11);

    assertThat(rig.rows())
        .extracting(Row::status, Row::attempts)
        .containsExactly(tuple("dead", 10), tuple("pending", 1));
    List<Received> first = receiver.received().subList(0, 10);
    assertThat(first.stream().map(Received::id).distinct()).hasSize(1);
    assertThat(first.stream().map(one -> one.header("webhook-timestamp")).distinct()).hasSize(10);
    assertThat(first.stream().map(one -> one.header("webhook-signature")).distinct()).hasSize(10);

    receiver.usually(Answer.status(200));
    rig.pass(DAY_AND_MORE);
    rig.awaitDelivered(1);
    assertNothingIsLeft();
  }

  @Test
  void the_receivers_wish_decides_when_it_is_tried_again() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    receiver.next(Answer.status(429).with("Retry-After", "3600"));

    rig.publish("a");
    rig.awaitAttempts(1);

    assertThat(rig.dueAt("a")).isEqualTo(rig.clock.instant().plusSeconds(3600));
    rig.pass(Duration.ofSeconds(3600));
    rig.awaitDelivered(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void whatever_is_answered_can_be_written_down(Store store) throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    byte[] all = new byte[70_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    receiver.next(
        Answer.bytes(200, all),
        Answer.text(200, "\ud83c\udfe8".repeat(600)),
        Answer.text(200, "x" + "\u00e9".repeat(2000)),
        Answer.endless(200),
        Answer.bytes(500, "\0".repeat(3000).getBytes(StandardCharsets.UTF_8)));

    for (String record : List.of("a", "b", "c", "d", "e")) {
      rig.publish(record);
      receiver.await(record.charAt(0) - 'a' + 1);
    }

    rig.awaitAttempts(5);
    rig.awaitDelivered(4);
  }

  @Test
  void no_more_posts_are_under_way_than_the_webhook_allows() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    rig.node.subscribe(SubscriptionBuilder.to(receiver.url()).inFlight(3));
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));

    rig.publish(DeliveryRig.names(60));
    receiver.await(3);
    rig.publish(1, DeliveryRig.names(30));
    assertThat(receiver.received()).hasSize(3);
    receiver.usually(Answer.status(200));
    gate.complete(null);
    rig.awaitDelivered(90);

    assertThat(receiver.mostUnderWay()).isEqualTo(3);
    assertNothingIsLeft();
  }

  @Test
  void far_more_than_can_be_leased_at_once_is_delivered_without_anybody_asking() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver narrow = rig.receiver();
    Receiver wide = rig.receiver();
    rig.node.subscribe(SubscriptionBuilder.to(narrow.url()).inFlight(1));
    rig.node.subscribe(SubscriptionBuilder.to(wide.url()).inFlight(64));

    for (int version = 1; version <= 5; version++) {
      rig.publish(version, DeliveryRig.names(100));
    }
    rig.awaitDelivered(1000);

    for (Receiver receiver : List.of(narrow, wide)) {
      assertThat(versions(receiver)).hasSize(100);
      assertThat(versions(receiver).values()).allMatch(List.of("1", "2", "3", "4", "5")::equals);
    }
    assertThat(narrow.mostUnderWay()).isEqualTo(1);
    assertNothingIsLeft();
  }

  @Test
  void a_rate_slows_posts_down_and_loses_none() throws Exception {
    rig = new DeliveryRig(Store.H2);
    Receiver receiver = rig.receiver();
    rig.node.subscribe(SubscriptionBuilder.to(receiver.url()).rate(200));

    rig.publish(DeliveryRig.names(60));
    rig.publish(1, DeliveryRig.names(60));
    rig.awaitDelivered(120);

    assertThat(versions(receiver).values()).allMatch(List.of("0", "1")::equals);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void events_that_are_past_their_time_leave_no_key_behind(Store store) throws Exception {
    rig = new DeliveryRig(store);
    Receiver receiver = rig.receiver();
    rig.subscribe(receiver);
    receiver.usually(Answer.status(500));
    rig.publish("a", "b");
    rig.awaitAttempts(2);
    rig.node
        .database()
        .durably(connection -> connection.createStatement().executeUpdate("delete from event"));

    rig.pass(DAY_AND_MORE);
    receiver.usually(Answer.status(200));
    rig.publish(1, "c");
    rig.awaitDelivered(1);

    org.awaitility.Awaitility.await().untilAsserted(this::assertNothingIsLeft);
    assertThat(rig.statuses()).containsExactly("delivered");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void each_webhook_gets_its_own_of_one_commit(Store store) throws Exception {
    rig = new DeliveryRig(store);
    Receiver global = rig.receiver();
    Receiver property = rig.receiver();
    rig.node.subscribe(SubscriptionBuilder.to(global.url()).data(false));
    rig.node.subscribe(SubscriptionBuilder.to(property.url()).property("p2"));

    rig.node.publish(
        rig.account,
        TestNode.reservation("1", 1, "p1"),
        TestNode.reservation("2", 1, "p2"),
        TestNode.reservation("3", 1, null));
    rig.awaitDelivered(4);

    assertThat(Set.copyOf(global.records())).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(property.records()).containsExactly("2");
    assertThat(global.received()).allMatch(one -> one.json().at("/data/record").isMissingNode());
  }

  /** With so much patience that only attempts are counted. */
  private static DeliverySettings patient() {
    return DeliveryRig.settings(1, Duration.ofSeconds(40)).withDisableAfter(Duration.ofDays(1000));
  }
}
