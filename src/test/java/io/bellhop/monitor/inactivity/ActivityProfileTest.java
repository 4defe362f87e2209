package io.bellhop.monitor.inactivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ActivityProfileTest {
  private static final Instant FOUR_WEEKS = AccountLife.BEGIN.plus(Duration.ofDays(28));

  @Test
  void nights_and_weekends_are_no_silence_and_a_working_hour_is() {
    List<Instant> sent = office(AccountLife.BEGIN, FOUR_WEEKS);

    assertThat(EventEar.alarms(sent, FOUR_WEEKS.plus(Duration.ofHours(8)))).isEmpty();
    assertThat(EventEar.alarms(sent, FOUR_WEEKS.plus(Duration.ofHours(10)))).hasSize(1);
  }

  @Test
  void it_is_notified_once_and_again_at_the_next_inactivity() {
    Instant back = FOUR_WEEKS.plus(Duration.ofDays(3));
    Instant again = back.plus(Duration.ofDays(3));
    List<Instant> sent = office(AccountLife.BEGIN, FOUR_WEEKS);
    sent.addAll(office(back, again));

    assertThat(EventEar.alarms(sent, back)).hasSize(1);
    assertThat(EventEar.alarms(sent, again.plus(Duration.ofDays(10)))).hasSize(2);
  }

  @Test
  void at_most_a_day_of_an_outage_is_learned() {
    Instant back = FOUR_WEEKS.plus(Duration.ofDays(14));
    Instant again = back.plus(Duration.ofDays(2));
    List<Instant> sent = office(AccountLife.BEGIN, FOUR_WEEKS);
    sent.addAll(office(back, again));

    List<Instant> alarms = EventEar.alarms(sent, again.plus(Duration.ofDays(14)));

    assertThat(alarms).hasSize(2);
    assertThat(Duration.between(again, alarms.get(1)))
        .isBetween(Duration.ofDays(1), Duration.ofDays(4));
  }

  @Test
  void slots_without_a_running_node_do_not_count_as_missed() {
    Instant down = FOUR_WEEKS.plus(Duration.ofDays(1)).plus(Duration.ofHours(9));
    Instant up = down.plus(Duration.ofDays(1));
    Predicate<Instant> awake = at -> at.isBefore(down) || !at.isBefore(up);
    List<Instant> sent = office(AccountLife.BEGIN, down);

    assertThat(new EventEar(awake).listen(sent, up.plus(Duration.ofMinutes(20)))).isEmpty();
    assertThat(new EventEar(awake).listen(sent, up.plus(Duration.ofHours(3)))).hasSize(1);

    sent.addAll(office(up.plus(Duration.ofMinutes(20)), up.plus(Duration.ofDays(14))));
    assertThat(new EventEar(awake).listen(sent, up.plus(Duration.ofDays(14)))).isEmpty();
  }

  @Test
  void downtime_is_not_learned_as_a_silence() {
    Instant down = FOUR_WEEKS.plus(Duration.ofDays(1)).plus(Duration.ofHours(9));
    Instant up = down.plus(Duration.ofDays(2));
    Instant stop = up.plus(Duration.ofHours(2));
    List<Instant> sent = office(AccountLife.BEGIN, down);
    sent.addAll(office(up, stop));

    List<Instant> alarms =
        new EventEar(at -> at.isBefore(down) || !at.isBefore(up))
            .listen(sent, stop.plus(Duration.ofDays(1)));

    assertThat(alarms).hasSize(1);
    assertThat(Duration.between(stop, alarms.get(0))).isLessThan(Duration.ofHours(2));
  }

  @Test
  void a_new_account_has_two_weeks_to_show_what_it_does() {
    Instant stop = AccountLife.BEGIN.plus(Duration.ofDays(4)).plus(Duration.ofHours(12));
    List<Instant> sent = office(AccountLife.BEGIN, stop);
    Instant twoWeeks = sent.get(0).plus(Duration.ofDays(14));

    assertThat(EventEar.alarms(sent, twoWeeks.minus(Duration.ofHours(1)))).isEmpty();
    assertThat(EventEar.alarms(sent, twoWeeks.plus(Duration.ofDays(1)))).hasSize(1);
  }

  @Test
  void three_webhooks_are_no_rhythm() {
    List<Instant> sent = new ArrayList<>();
    for (int weekly = 0; weekly < 3; weekly++) {
      sent.add(AccountLife.BEGIN.plus(Duration.ofDays(7L * weekly)));
    }

    assertThat(EventEar.alarms(sent, AccountLife.BEGIN.plus(Duration.ofDays(120)))).isEmpty();
  }

  @Test
  void a_burst_counts_once() {
    List<Instant> daily = new ArrayList<>();
    List<Instant> bursts = new ArrayList<>();
    for (int day = 0; day < 28; day++) {
      Instant noon = AccountLife.BEGIN.plus(Duration.ofHours(24L * day + 12));
      daily.add(noon);
      for (int i = 0; i < 500; i++) {
        bursts.add(noon.plusSeconds(i));
      }
    }
    Instant end = FOUR_WEEKS.plus(Duration.ofDays(14));

    assertThat(EventEar.alarms(bursts, end)).isEqualTo(EventEar.alarms(daily, end)).hasSize(1);
  }

  @Test
  void it_shows_when_the_next_one_was_expected() {
    ActivityProfile profile = ActivityProfile.of(AccountLife.BEGIN);
    for (Instant at : office(AccountLife.BEGIN, FOUR_WEEKS)) {
      profile.sent(at);
    }
    Instant last = profile.lastAt();
    Instant monday = FOUR_WEEKS.plus(Duration.ofHours(12));
    profile.passed(last, monday, true);

    ActivityProfile.Inactivity silence =
        profile.inactivity(monday, EventEar.FACTOR, EventEar.LEAST).orElseThrow();

    assertThat(silence.lastAt()).isEqualTo(last).isBefore(FOUR_WEEKS.minus(Duration.ofDays(2)));
    assertThat(silence.expectedAt())
        .isBetween(FOUR_WEEKS.plus(Duration.ofHours(7)), FOUR_WEEKS.plus(Duration.ofHours(9)));
    assertThat(silence.missed()).isGreaterThanOrEqualTo(silence.allowed());
    assertThat(silence.allowed()).isGreaterThanOrEqualTo(EventEar.LEAST);
  }

  /** Every five minutes, from 8 to 18 on working days. */
  private static List<Instant> office(Instant from, Instant to) {
    List<Instant> sent = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(5))) {
      var time = at.atZone(ZoneOffset.UTC);
      if (time.getHour() >= 8
          && time.getHour() < 18
          && time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
        sent.add(at);
      }
    }
    return sent;
  }
}
