package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.delivery.Redelivery.Replayed;
import io.bellhop.event.AppendedEvent;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of the log is sent to a subscription once more. */
class WebhookReplayTest extends Redelivering {
  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_queues_what_is_for_the_webhook_in_the_order_of_the_log(Store store)
      throws Exception {
    Subscription subscription =
        start(
            store,
            SubscriptionBuilder.to("http://a.example/")
                .mask("reservation.*")
                .property("P1")
                .workspace("w1"));
    event(1, "reservation.created", "R1", "P1", "w1");
    event(2, "reservation.created", "R2", "P2", "w1");
    event(3, "reservation.created", "R3", "P1", "w2");
    event(4, "block.created", "B1", "P1", "w1");
    UUID from = event(5, "reservation.updated", "R1", "P1", "w1");
    event(6, "reservation.deleted", "R1", "P1", "w1");

    Replayed all = redelivery.replay(subscription, 1, null, 1000);

    assertThat(all).isEqualTo(new Replayed(3, null));
    assertThat(seqs()).containsExactly(1L, 5L, 6L);
    // As the fan-out names it: what is sent again and what is new keep their order.
    String key =
        subscription.keyPrefix() + AppendedEvent.record(ACCOUNT, "reservation.created", "R1");
    assertThat(pending()).allMatch(p -> p.orderKey().equals(key) && p.attempts() == 0);
    assertThat(key).endsWith(ACCOUNT + "/reservation/R1");
    assertThat(redelivery.placeOf(from)).contains(5L);
    assertThat(redelivery.placeOf(UUID.randomUUID())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_for_a_property_has_what_has_left_it(Store store) throws Exception {
    Subscription subscription =
        start(store, SubscriptionBuilder.to("http://a.example/").property("P1"));
    event(1, "reservation.updated", "R1", "P2");
    event(2, "reservation.updated", "R1", "P3");
    sql("update event set left_property_id = 'P1' where seq = 1");
    sql("update event set left_property_id = 'P2' where seq = 2");

    assertThat(redelivery.replay(subscription, 1, null, 1000)).isEqualTo(new Replayed(1, null));
    assertThat(seqs()).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void nothing_is_queued_for_a_webhook_that_was_deleted_meanwhile(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    ended(subscription, 1, "R1", "dead", 10);
    subscriptions.delete(subscription.id());

    assertThat(redelivery.replay(subscription, 1, null, 10)).isEqualTo(new Replayed(0, null));
    assertThat(redelivery.retry(new RedeliveryFilter(subscription.id(), "dead", null, null), null))
        .isZero();

    assertThat(pending()).isEmpty();
    assertThat(keys()).isEmpty();
    assertThat(number("select count(*) from delivery")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_continues_where_it_stopped(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    List<UUID> ids = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      ids.add(event(i, "reservation.created", "R" + i, "P1"));
    }

    Replayed first = redelivery.replay(subscription, 1, null, 2);
    Replayed second =
        redelivery.replay(subscription, redelivery.placeOf(first.next()).orElseThrow(), null, 2);
    Replayed third =
        redelivery.replay(subscription, redelivery.placeOf(second.next()).orElseThrow(), null, 2);

    assertThat(first).isEqualTo(new Replayed(2, ids.get(2)));
    assertThat(second).isEqualTo(new Replayed(2, ids.get(4)));
    assertThat(third).isEqualTo(new Replayed(1, null));
    assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_of_a_time_takes_no_more_than_that(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    Instant start = clock.instant();
    for (int i = 1; i <= 4; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      clock.forward(Duration.ofMinutes(1));
    }

    long from = redelivery.placeFrom(start.plusSeconds(60)).orElseThrow();
    assertThat(from).isEqualTo(2);
    assertThat(redelivery.placeFrom(clock.instant())).isEmpty();
    assertThat(redelivery.replay(subscription, from, start.plusSeconds(180), 1000))
        .isEqualTo(new Replayed(2, null));

    assertThat(seqs()).containsExactly(2L, 3L);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void bellhops_own_events_are_replayed_too(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    UUID about = UUID.randomUUID();
    insertEvent(
        1,
        "webhook.disabled",
        null,
        null,
        "{\"data\":{\"workspaceId\":\"default\",\"record\":{\"id\":\"%s\"}}}".formatted(about));

    assertThat(redelivery.replay(subscription, 1, null, 10).count()).isEqualTo(1);

    assertThat(pending())
        .extracting(Pending::orderKey)
        .containsExactly(subscription.keyPrefix() + "webhook.disabled " + about);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_replay_does_not_read_all_of_a_long_log(Store store) throws Exception {
    Subscription subscription =
        start(store, SubscriptionBuilder.to("http://a.example/").mask("guest.created"));
    sql(
        """
        insert into event (seq, id, event_type, created_at, envelope)
        select n, cast(%s as uuid), 'block.created', '%s', '{}' from %s
        """
            .formatted(
                store == Store.H2 ? "random_uuid()" : "gen_random_uuid()",
                clock.instant(),
                store == Store.H2
                    ? "(select x as n from system_range(1, 20001))"
                    : "generate_series(1, 20001) n"));
    event(20_002, "guest.created", "G1", "P1");

    Replayed first = redelivery.replay(subscription, 1, null, 1000);

    assertThat(first.count()).isZero();
    assertThat(redelivery.placeOf(first.next())).contains(20_001L);
    assertThat(redelivery.replay(subscription, 20_001, null, 1000))
        .isEqualTo(new Replayed(1, null));
  }

  private List<Long> seqs() throws SQLException {
    return database.transact(
        connection -> {
          try (var s =
                  connection.prepareStatement(
                      "select event_seq from delivery_pending order by id");
              var rows = s.executeQuery()) {
            LongStream.Builder found = LongStream.builder();
            while (rows.next()) {
              found.add(rows.getLong(1));
            }
            return found.build().boxed().toList();
          }
        });
  }
}
