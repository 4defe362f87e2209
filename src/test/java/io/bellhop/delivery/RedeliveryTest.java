package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.delivery.Redelivery.RetryResult;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which deliveries are retried, and when. */
class RedeliveryTest extends Redelivering {
  @ParameterizedTest
  @EnumSource(Store.class)
  void a_dead_one_is_pending_again_with_its_id_and_a_new_round(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(subscription, 1, "R1", "dead", 10);

    assertThat(redelivery.retry(id)).isEqualTo(RetryResult.QUEUED);

    assertThat(pending())
        .containsExactly(new Pending(id, key(subscription, "R1"), 10, 10, clock.instant()));
    assertThat(number("select count(*) from delivery")).isZero();
    assertThat(keys()).isEqualTo(Map.of(key(subscription, "R1"), clock.instant()));
    assertThat(text("select queue from delivery_key")).isEqualTo(subscription.id().toString());
    assertThat(woken).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_pending_one_is_due_now_and_its_round_continues(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(subscription, 1, "R1", "dead", 3);
    redelivery.retry(id);
    Instant later = clock.instant().plus(Duration.ofHours(5));
    sql("update delivery_pending set due_at = '" + later + "', attempts = 4");
    sql("update delivery_key set due_at = '" + later + "'");

    assertThat(redelivery.retry(id)).isEqualTo(RetryResult.QUEUED);

    assertThat(pending())
        .containsExactly(new Pending(id, key(subscription, "R1"), 4, 3, clock.instant()));
    assertThat(keys()).isEqualTo(Map.of(key(subscription, "R1"), clock.instant()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_key_in_work_stays_leased_and_is_not_finished_by_its_worker(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(subscription, 1, "R1", "dead", 10);
    Instant until = clock.instant().plus(Duration.ofSeconds(20));
    UUID lease = UUID.randomUUID();
    sql(
        "insert into delivery_key values ('%s', '%s', '%s', '%s', 1)"
            .formatted(key(subscription, "R1"), subscription.id(), until, lease));

    redelivery.retry(id);

    assertThat(keys()).isEqualTo(Map.of(key(subscription, "R1"), until));
    assertThat(text("select lease from delivery_key")).isEqualTo(lease.toString());
    assertThat(number("select version from delivery_key")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_attempt_that_delivered_it_is_kept_when_it_is_sent_again(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(subscription, 1, "R1", "delivered", 3);
    sql(
        "update delivery set started_at = '%s', duration_millis = 7, answer_status = 202, answer = 'ok'"
            .formatted(clock.instant()));

    redelivery.retry(id);

    assertThat(
            text(
                "select status from delivery_attempt where number = 3 and delivery_id = '"
                    + id
                    + "'"))
        .isEqualTo("202");
    assertThat(text("select answer from delivery_attempt")).isEqualTo("ok");
    assertThat(pending()).extracting(Pending::id).containsExactly(id);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_cannot_be_sent_is_reported(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    Subscription off = SubscriptionBuilder.to("http://b.example/").active(false).build();
    subscriptions.create(off);
    event(1, "reservation.created", "R1", "P1");

    assertThat(redelivery.retry(UUID.randomUUID())).isEqualTo(RetryResult.NOT_FOUND);
    assertThat(redelivery.retry(ended(off, 1, "R1", "dead", 1)))
        .isEqualTo(RetryResult.WEBHOOK_INACTIVE);
    Subscription gone = SubscriptionBuilder.to("http://c.example/").build();
    assertThat(redelivery.retry(ended(gone, 1, "R1", "dead", 1)))
        .isEqualTo(RetryResult.WEBHOOK_GONE);
    assertThat(redelivery.retry(ended(subscription, 0, "R1", "dead", 1)))
        .isEqualTo(RetryResult.EVENT_GONE);
    assertThat(pending()).isEmpty();
    assertThat(woken).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void many_are_chosen_by_webhook_status_and_time(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    Subscription other = SubscriptionBuilder.to("http://b.example/").build();
    Instant start = clock.instant();
    List<UUID> dead = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      dead.add(ended(subscription, i, "R" + i, "dead", 10));
      ended(subscription, i, "R" + i, "delivered", 1);
      ended(other, i, "R" + i, "dead", 10);
      clock.forward(Duration.ofMinutes(1));
    }
    ended(subscription, 0, "R0", "dead", 10);
    RedeliveryFilter some =
        new RedeliveryFilter(
            subscription.id(), "dead", start.plusSeconds(60), start.plus(Duration.ofMinutes(3)));

    assertThat(redelivery.count(some)).isEqualTo(2);
    assertThat(redelivery.count(new RedeliveryFilter(subscription.id(), "dead", null, null)))
        .isEqualTo(4);
    assertThat(pending()).isEmpty();
    assertThat(redelivery.retry(some, null)).isEqualTo(2);

    assertThat(pending()).extracting(Pending::id).containsExactlyElementsOf(dead.subList(1, 3));
    assertThat(
            redelivery.retry(
                new RedeliveryFilter(subscription.id(), "delivered", null, null), null))
        .isEqualTo(4);
    assertThat(redelivery.retry(some, null)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_rate_spreads_them_over_time(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    for (int i = 1; i <= 4; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      ended(subscription, i, "R" + i, "dead", 10);
    }

    redelivery.retry(new RedeliveryFilter(subscription.id(), "dead", null, null), 2);

    assertThat(pending())
        .extracting(p -> Duration.between(clock.instant(), p.dueAt()).toMillis())
        .containsExactly(0L, 500L, 1000L, 1500L);
    assertThat(new ArrayList<>(keys().values()))
        .isEqualTo(pending().stream().map(Pending::dueAt).toList());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void more_than_a_page_is_put_back_too(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    for (int i = 0; i < 401; i++) {
      ended(subscription, 1, "R" + i % 7, "dead", 10);
    }

    assertThat(redelivery.retry(new RedeliveryFilter(subscription.id(), "dead", null, null), null))
        .isEqualTo(401);

    assertThat(pending()).hasSize(401);
    assertThat(keys()).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_who_want_the_same_do_it_once(Store store) throws Exception {
    Subscription subscription = start(store, SubscriptionBuilder.to("http://a.example/"));
    for (int i = 1; i <= 50; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      ended(subscription, i, "R" + i, "dead", 10);
    }
    RedeliveryFilter all = new RedeliveryFilter(subscription.id(), "dead", null, null);

    long sum = 0;
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<CompletableFuture<Long>> counts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        counts.add(CompletableFuture.supplyAsync(() -> retry(all), both));
      }
      for (CompletableFuture<Long> count : counts) {
        sum += count.join();
      }
    } finally {
      both.shutdown();
    }

    assertThat(sum).isEqualTo(50);
    assertThat(pending()).hasSize(50);
  }
}
