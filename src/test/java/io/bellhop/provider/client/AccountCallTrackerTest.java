package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.provider.pause.ApiRefusal;
import io.bellhop.support.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When failures are no chance any more, and how many workers an account may have. */
class AccountCallTrackerTest {
  private static final String STAYS = "/v1/stays/{recordId}";
  private static final String GUESTS = "/v1/guests/{guestId}";

  private final MutableClock clock = new MutableClock();
  private final AccountCallTracker tracker = new AccountCallTracker(32, clock);
  private final UUID account = UUID.randomUUID();

  @Test
  void three_calls_in_a_row_without_an_answer_are_an_outage() {
    assertThat(failed(STAYS, "1", true)).isNull();
    assertThat(failed(STAYS, "1", true)).isNull();
    assertThat(failed(STAYS, "1", true)).isEqualTo(ApiRefusal.WHOLE);
  }

  @Test
  void an_answer_in_between_restarts_the_count() {
    failed(STAYS, "1", true);
    failed(STAYS, "2", true);
    tracker.worked(account, STAYS);

    assertThat(failed(STAYS, "3", true)).isNull();
  }

  @Test
  void one_record_that_breaks_the_api_is_no_outage_so_soon() {
    for (int i = 0; i < 4; i++) {
      assertThat(failed(STAYS, "1", false)).isNull();
    }
    assertThat(failed(STAYS, "2", false)).isEqualTo(ApiRefusal.WHOLE);
  }

  @Test
  void what_fails_while_other_calls_work_is_a_part() {
    failed(GUESTS, "1", true);
    clock.forward(Duration.ofSeconds(1));
    tracker.worked(account, STAYS);
    failed(GUESTS, "2", true);

    assertThat(failed(GUESTS, "3", true)).isEqualTo(GUESTS);
  }

  @Test
  void three_records_that_are_forbidden_in_a_row_are_the_account() {
    assertThat(tracker.forbidden(account, "/v1/stays/1")).isFalse();
    assertThat(tracker.forbidden(account, "/v1/stays/1")).isFalse();
    assertThat(tracker.forbidden(account, "/v1/stays/2")).isFalse();
    assertThat(tracker.forbidden(account, "/v1/stays/3")).isTrue();

    tracker.worked(account, STAYS);
    assertThat(tracker.forbidden(account, "/v1/stays/4")).isFalse();
  }

  @Test
  void an_account_whose_api_never_answers_has_at_most_a_quarter_of_the_workers() {
    assertThat(begun(40)).isEqualTo(8);
    assertThat(tracker.begin(UUID.randomUUID())).as("another account").isNull();
  }

  @Test
  void one_that_works_has_half_of_them() {
    tracker.worked(account, STAYS);

    assertThat(begun(40)).isEqualTo(16);
  }

  @Test
  void those_who_wait_do_not_all_come_at_once() {
    begun(8);
    Instant first = tracker.begin(account);
    Instant last = null;
    for (int i = 0; i < 2_000; i++) {
      last = tracker.begin(account);
    }

    assertThat(Duration.between(first, last)).isGreaterThan(Duration.ofSeconds(5));
  }

  private int begun(int asked) {
    int begun = 0;
    for (int i = 0; i < asked; i++) {
      begun += tracker.begin(account) == null ? 1 : 0;
    }
    return begun;
  }

  private String failed(String part, String record, boolean outside) {
    return tracker.failed(account, part, part.replaceFirst("\\{.*", record), outside);
  }
}
