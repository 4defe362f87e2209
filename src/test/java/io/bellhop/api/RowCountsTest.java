package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RowCountsTest {
  private final AtomicLong time = new AtomicLong(-1);
  private final AtomicLong rows = new AtomicLong();
  private final RowCounts counts = new RowCounts(time::get);

  @Test
  void a_few_are_counted_each_time() throws Exception {
    assertThat(after(0, 1_000)).isEqualTo(1_000);
    assertThat(after(0, 999)).isEqualTo(999);
  }

  @Test
  void many_are_counted_again_after_a_while_that_grows_with_them() throws Exception {
    assertThat(after(0, 2_000)).isEqualTo(2_000);
    assertThat(after(199, 2_500)).isEqualTo(2_000);
    assertThat(after(1, 20_000)).isEqualTo(20_000);
    assertThat(after(1_999, 3)).isEqualTo(20_000);
    assertThat(after(1, 3)).isEqualTo(3);
  }

  @Test
  void no_number_is_older_than_five_seconds() throws Exception {
    assertThat(after(0, 10_000_000)).isEqualTo(10_000_000);
    assertThat(after(4_999, 1)).isEqualTo(10_000_000);
    assertThat(after(1, 1)).isEqualTo(1);
  }

  @Test
  void each_list_has_its_own() throws Exception {
    after(0, 5_000);

    assertThat(counts.of("other", () -> 7L)).isEqualTo(7);
  }

  private long after(int millis, long now) throws Exception {
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    rows.set(now);
    return counts.of("list", rows::get);
  }
}
