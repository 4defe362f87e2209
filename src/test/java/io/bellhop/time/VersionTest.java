package io.bellhop.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.time.Version.Order;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
  private static final Instant CAME = Instant.parse("2026-05-02T09:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-05-02T09:00:00Z, '', 2026-05-02T09:00:01Z, '', OLDER",
    "2026-05-02T09:00:00Z, '', 2026-05-02T09:00:00.4Z, '', OLDER",
    "2026-05-02T09:00:00Z, '', 2026-05-02T05:00:00.4-04:00, '', OLDER",
    "2026-05-02T09:00:00Z, '', 2026-05-02 09:00, '', SAME",
    "2026-05-02T09:00:00Z, '', 2026-05-02T08:59:59.999Z, '', NEWER",
    "2026-05-02T09:35:00Z, '', 2026-05-02T09:00:00Z, '', NEWER",
    // Another clock.
    "2026-05-02T09:00:00Z, altered, 2026-05-02T09:00:01Z, '', UNKNOWN",
    "2026-05-02T09:00:00Z, altered, 2026-05-02T09:00:01Z, altered, OLDER",
    // One that is not believed, on either side.
    "2026-05-02T09:00:00Z, '', 2028-01-01T00:00:00Z, '', UNKNOWN",
    "2026-05-02T09:35:01Z, '', 2026-05-02T09:00:00Z, '', UNKNOWN",
    "1970-01-01T00:00:00Z, '', 2026-05-02T09:00:00Z, '', UNKNOWN",
    // Two of one clock that is wrong by a constant, and two that have nothing in common.
    "2027-01-05T08:00:00Z, '', 2027-01-05T09:00:00Z, '', OLDER",
    "2027-01-05T08:00:00Z, '', 2028-01-01T00:00:00Z, '', UNKNOWN"
  })
  void times_order_states_only_where_they_can(
      String time, String clock, String other, String otherClock, Order order) {
    assertThat(version(time, clock).comparedWith(version(other, otherClock))).isEqualTo(order);
  }

  @Test
  void a_time_that_is_one_of_two_instants_makes_older_only_what_is_older_than_both() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant came = Instant.parse("2027-10-31T01:55:00Z");
    Version known =
        new Version(Instant.parse("2027-10-31T00:50:00Z"), Version.CHANGED, came);

    assertThat(written("2027-10-31T02:10:00", berlin, came).comparedWith(known))
        .isEqualTo(Order.UNKNOWN);
    assertThat(written("2027-10-31T01:40:00", berlin, came).comparedWith(known))
        .isEqualTo(Order.OLDER);
    assertThat(written("2027-10-31T02:55:00", berlin, came).comparedWith(known))
        .isEqualTo(Order.NEWER);
  }

  /** Whatever the times: what one side calls older the other calls newer. */
  @Test
  void both_sides_see_the_same_order() {
    Random random = new Random(16);
    List<String> clocks = List.of("", "altered");
    for (int i = 0; i < 10_000; i++) {
      Version one = any(random, clocks);
      Version other = any(random, clocks);
      Order there = one.comparedWith(other);
      Order back = other.comparedWith(one);

      assertThat(back)
          .as("%s and %s", one, other)
          .isEqualTo(
              there == Order.OLDER
                  ? Order.NEWER
                  : there == Order.NEWER ? Order.OLDER : there);
      assertThat(one.comparedWith(one)).isIn(Order.SAME, Order.UNKNOWN);
    }
  }

  private static Version any(Random random, List<String> clocks) {
    long seconds = random.nextInt(10) == 0 ? 86_400L * random.nextInt(900) : random.nextInt(900);
    Instant time = CAME.minusSeconds(300).plusSeconds(seconds);
    WrittenTime written =
        random.nextInt(5) == 0
            ? new WrittenTime(time, time.plusSeconds(3600))
            : new WrittenTime(time, time);
    return new Version(written, clocks.get(random.nextInt(2)), CAME);
  }

  private static Version version(String time, String clock) {
    return new Version(WrittenTime.read(time), clock, CAME);
  }

  private static Version written(String time, ZoneId zone, Instant came) {
    return new Version(WrittenTime.read(time, zone), Version.CHANGED, came);
  }
}
