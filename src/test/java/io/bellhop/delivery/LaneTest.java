package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.delivery.http.HttpReply;
import io.bellhop.queue.OrderKeyTable.Leased;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final long SECOND = 1_000_000_000L;
  private static final HttpReply TAKEN = HttpReply.taken();
  private static final HttpReply FAILED = HttpReply.failed("the connection was refused");
  private static final HttpReply REFUSED = new HttpReply(422, null, "", null, null);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Lane lane = new Lane(nanos::get);

  @Test
  void no_more_posts_than_allowed_begin_in_any_second() {
    List<Long> begun = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      begun.add(nanos.get() + lane.pace(10));
      // Callers come in no order of their own, some in bursts and some late.
      nanos.addAndGet(i % 7 == 0 ? SECOND / 20 : i % 31 == 0 ? 3 * SECOND : 0);
    }

    for (int i = 10; i < begun.size(); i++) {
      assertThat(begun.get(i) - begun.get(i - 10)).isGreaterThanOrEqualTo(SECOND);
    }
  }

  @Test
  void a_pause_is_no_credit_for_a_burst() {
    lane.pace(2);
    nanos.addAndGet(60 * SECOND);

    assertThat(lane.pace(2)).isZero();
    assertThat(lane.pace(2)).isEqualTo(SECOND / 2);
  }

  @Test
  void without_a_rate_nothing_waits() {
    for (int i = 0; i < 100; i++) {
      assertThat(lane.pace(null)).isZero();
    }
  }

  @Test
  void those_that_wait_go_in_order_and_one_for_each_that_ends() {
    assertThat(lane.enter(batch("a"), 2)).isTrue();
    assertThat(lane.enter(batch("b"), 2)).isTrue();
    assertThat(lane.enter(batch("c"), 2)).isFalse();
    assertThat(lane.enter(batch("d"), 2)).isFalse();

    assertThat(keys(lane.leave(2))).containsExactly("c");
    assertThat(keys(lane.leave(2))).containsExactly("d");
    assertThat(keys(lane.leave(2))).isEmpty();
    assertThat(lane.enter(batch("e"), 2)).isTrue();
    assertThat(lane.enter(batch("f"), 2)).isFalse();
  }

  @Test
  void a_limit_that_was_changed_counts_from_the_next_end_on() {
    for (String key : List.of("a", "b", "c", "d", "e", "f")) {
      lane.enter(batch(key), 2);
    }

    assertThat(keys(lane.leave(4)))
        .as("one ended, two more may run")
        .containsExactly("c", "d", "e");
    assertThat(keys(lane.leave(1))).as("three run where one may").isEmpty();
    assertThat(keys(lane.leave(1))).isEmpty();
    assertThat(keys(lane.leave(1))).isEmpty();
    assertThat(keys(lane.leave(1))).as("the last one has ended").containsExactly("f");
  }

  @Test
  void what_did_not_fit_is_asked_for_once_there_is_room_and_once_only() {
    for (int i = 0; i < 10; i++) {
      lane.enter(batch("k" + i), 2);
    }
    assertThat(lane.room(2)).isZero();
    assertThat(lane.needsRefill(2)).as("nothing was left in the database").isFalse();
    lane.more();

    int ended = 0;
    while (!lane.needsRefill(2)) {
      lane.leave(2);
      ended++;
    }

    assertThat(ended).isEqualTo(6);
    assertThat(lane.room(2)).isEqualTo(6);
    assertThat(lane.needsRefill(2)).isFalse();
  }

  @Test
  void who_found_no_room_is_called_when_there_is_some() {
    lane.enter(batch("a"), 1);
    assertThat(lane.capacity(1)).isEqualTo(4);
    lane.leave(1);
    assertThat(lane.needsRefill(1)).as("there was room").isFalse();
    for (int i = 0; i < 5; i++) {
      lane.enter(batch("k" + i), 1);
    }

    assertThat(lane.capacity(1)).isZero();

    lane.leave(1);
    lane.leave(1);
    assertThat(lane.needsRefill(1)).isFalse();
    lane.leave(1);
    assertThat(lane.needsRefill(1)).isTrue();
  }

  @Test
  void while_all_attempts_fail_few_are_made_and_the_first_success_ends_that() {
    for (int i = 0; i < 15; i++) {
      lane.note(FAILED);
    }
    lane.note(TAKEN);
    for (int i = 0; i < 15; i++) {
      lane.note(FAILED);
    }
    assertThat(lane.most(8)).isEqualTo(8);
    assertThat(lane.pace(null)).isZero();

    lane.note(FAILED);

    assertThat(lane.most(8)).isEqualTo(1);
    assertThat(lane.pace(null)).isZero();
    assertThat(lane.pace(null)).isEqualTo(SECOND / 20);
    assertThat(lane.pace(1000)).isEqualTo(2 * SECOND / 20);
    assertThat(lane.pace(10)).as("a rate of its own may be lower").isEqualTo(3 * SECOND / 20);
    assertThat(lane.pace(null)).isEqualTo(5 * SECOND / 20);

    lane.note(TAKEN);

    assertThat(lane.most(8)).isEqualTo(8);
    assertThat(lane.pace(null)).isZero();
  }

  @Test
  void the_longer_all_attempts_fail_the_fewer_are_made_down_to_one_a_second() {
    fail(16, FAILED);
    assertThat(pause()).isEqualTo(SECOND / 20);
    fail(16, FAILED);
    assertThat(pause()).isEqualTo(SECOND / 10);
    fail(16, FAILED);
    assertThat(pause()).isEqualTo(SECOND / 5);
    fail(16, FAILED);
    assertThat(pause()).isEqualTo(SECOND / 2);
    fail(16, FAILED);
    assertThat(pause()).isEqualTo(SECOND);
    fail(100_000, FAILED);
    assertThat(pause()).as("it must be found when it works again").isEqualTo(SECOND);

    lane.note(TAKEN);

    assertThat(lane.pace(null)).isZero();
    fail(16, FAILED);
    assertThat(pause()).as("the next outage begins anew").isEqualTo(SECOND / 20);
  }

  @Test
  void one_that_refuses_events_is_not_slowed_down_further_since_others_may_be_what_it_wants() {
    fail(16, FAILED);
    fail(200, REFUSED);

    assertThat(pause()).isEqualTo(SECOND / 20);
  }

  private void fail(int times, HttpReply reply) {
    for (int i = 0; i < times; i++) {
      lane.note(reply);
    }
  }

  /** Between two attempts, none of which has to wait for those before. */
  private long pause() {
    nanos.addAndGet(10 * SECOND);
    lane.pace(null);
    return lane.pace(null);
  }

  private static DeliveryProgress batch(String key) {
    return new DeliveryProgress(
        new DeliveryBatch(new Leased(key, UUID.randomUUID(), 1), Instant.MAX, List.of(), true));
  }

  private static List<String> keys(List<DeliveryProgress> batches) {
    return batches.stream().map(one -> one.batch.leased().orderKey()).toList();
  }
}
