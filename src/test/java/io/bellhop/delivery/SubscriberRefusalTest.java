package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bellhop.delivery.DeliveryRig.Row;
import io.bellhop.subscription.OnRefusal;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A subscriber works and does not want an event for what it says. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriberRefusalTest {
  /** The first two pauses of the schedule, at their longest. */
  private static final Duration SECONDS = Duration.ofSeconds(6);

  private static final Duration MINUTES = Duration.ofMinutes(6);

  private DeliveryRig rig;
  private Receiver receiver;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void after_three_refusals_the_later_events_of_the_record_go_on_within_minutes(Store store)
      throws Exception {
    start(store, OnRefusal.SKIP);
    refuse("1", 422);
    Instant began = rig.clock.instant();
    rig.publishVersions("a", 3);
    rig.awaitAttempts(1);

    rig.pass(SECONDS);
    rig.awaitAttempts(2);
    assertThat(rig.statuses()).containsExactly("pending", "pending", "pending");
    rig.pass(MINUTES);
    rig.awaitDelivered(2);

    assertThat(rig.rows())
        .extracting(Row::status, Row::attempts)
        .containsExactly(tuple("dead", 3), tuple("delivered", 1), tuple("delivered", 1));
    assertThat(versions("a")).containsExactly("1", "1", "1", "2", "3");
    assertThat(Duration.between(began, rig.clock.instant())).isLessThan(Duration.ofMinutes(7));
    assertThat(rig.node.count("delivery_key")).isZero();
  }

  @Test
  void a_subscription_that_blocks_keeps_the_order() throws Exception {
    start(Store.H2, OnRefusal.BLOCK);
    refuse("1", 422);
    rig.publishVersions("a", 2);
    rig.awaitAttempts(1);
    for (int attempt = 2; attempt < 6; attempt++) {
      rig.pass(Duration.ofHours(7));
      rig.awaitAttempts(attempt);
    }

    assertThat(rig.statuses()).containsExactly("pending", "pending");
    assertThat(versions("a")).containsOnly("1");

    receiver.usually(Answer.status(200));
    rig.pass(Duration.ofHours(13));
    rig.awaitDelivered(2);
    assertThat(versions("a")).endsWith("1", "2");
  }

  @Test
  void an_error_about_the_moment_and_not_the_event_blocks_the_record_as_usual() throws Exception {
    start(Store.H2, OnRefusal.SKIP);
    Map<String, Answer> answers =
        Map.of(
            "408", Answer.status(408),
            "425", Answer.status(425),
            "429", Answer.status(429),
            "500", Answer.status(500),
            "503", Answer.status(503),
            "307", Answer.status(307).with("Location", "http://elsewhere.example/"),
            "closed", Answer.hangUp(),
            "endless head", request -> request.response().putHeader("x", "y".repeat(9000)).end());
    // Another test's hub may still post to the port that this one has now.
    receiver.usually(request -> answers.getOrDefault(latest(), Answer.status(200)).to(request));
    int count = answers.size();
    for (String record : answers.keySet()) {
      rig.publish(1, record);
      rig.publish(2, record);
    }
    rig.awaitAttempts(count);
    for (int attempt = 2; attempt <= 4; attempt++) {
      rig.pass(Duration.ofHours(3));
      rig.awaitAttempts(attempt * count);
    }

    assertThat(rig.statuses()).hasSize(2 * count).containsOnly("pending");
    Map<String, List<String>> versions = receiver.byRecord("/data/record/numberOfGuests");
    assertThat(answers.keySet())
        .allSatisfy(record -> assertThat(versions.get(record)).containsOnly("1"));
  }

  @Test
  void refusals_are_counted_beside_other_failures_and_have_pauses_of_their_own() throws Exception {
    start(Store.H2, OnRefusal.SKIP);
    receiver.next(
        Answer.status(503),
        Answer.status(503),
        Answer.status(503),
        Answer.status(400),
        Answer.status(503),
        Answer.status(404),
        Answer.status(422));
    rig.publishVersions("a", 2);
    for (int attempt = 1; attempt <= 3; attempt++) {
      rig.awaitAttempts(attempt);
      rig.pass(Duration.ofHours(3));
    }
    rig.awaitAttempts(4);
    rig.pass(SECONDS);
    rig.awaitAttempts(5);
    rig.pass(Duration.ofHours(7));
    rig.awaitAttempts(6);
    rig.pass(MINUTES);
    rig.awaitDelivered(1);

    assertThat(rig.rows())
        .extracting(Row::status, Row::attempts)
        .containsExactly(tuple("dead", 7), tuple("delivered", 1));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_that_is_tried_again_by_hand_has_a_whole_round_and_goes_before_what_is_pending(
      Store store) throws Exception {
    Subscription subscription = start(store, OnRefusal.SKIP);
    refuse("1", 422);
    rig.publish(1, "a");
    end(1);
    Redelivery redelivery =
        new Redelivery(
            rig.node.database(),
            rig.node.subscriptions(),
            TestNode.MAPPER,
            rig.clock,
            rig.node.delivering()::wake);

    redelivery.retry(new RedeliveryFilter(subscription.id(), "dead", null, null), null);
    rig.awaitAttempts(4);
    rig.publish(2, "a");
    assertThat(rig.statuses()).containsExactly("pending", "pending");
    rig.pass(SECONDS);
    rig.awaitAttempts(5);
    assertThat(rig.statuses()).containsExactly("pending", "pending");
    receiver.usually(Answer.status(200));
    rig.pass(MINUTES);
    rig.awaitDelivered(2);

    assertThat(versions("a")).containsExactly("1", "1", "1", "1", "1", "1", "2");
    assertThat(rig.rows())
        .extracting(Row::status, Row::attempts)
        .containsExactly(tuple("delivered", 6), tuple("delivered", 1));
  }

  private void end(int dead) {
    rig.awaitAttempts(1);
    rig.pass(SECONDS);
    rig.awaitAttempts(2);
    rig.pass(MINUTES);
    rig.awaitRows("dead", dead);
  }

  private Subscription start(Store store, OnRefusal onRefusal) throws Exception {
    rig = new DeliveryRig(store);
    receiver = rig.receiver();
    return rig.node.subscribe(
        SubscriptionBuilder.to(receiver.url())
            .id(UUID.randomUUID())
            .inFlight(1)
            .onRefusal(onRefusal));
  }

  /** Refuses one version of a record and takes all others. */
  private void refuse(String version, int status) {
    receiver.usually(
        request -> {
          List<Receiver.Received> all = receiver.received();
          String guests = all.get(all.size() - 1).json().at("/data/record/numberOfGuests").asText();
          Answer.status(guests.equals(version) ? status : 200).to(request);
        });
  }

  /** The record of the request that has just come: there is one at a time. */
  private String latest() {
    List<String> records = receiver.records();
    return records.get(records.size() - 1);
  }

  private List<String> versions(String record) {
    return receiver.byRecord("/data/record/numberOfGuests").get(record);
  }
}
