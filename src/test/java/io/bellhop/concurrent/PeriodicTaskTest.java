package io.bellhop.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final Semaphore runs = new Semaphore(0);

  @Test
  void a_run_that_is_asked_for_comes_long_before_the_usual_one() throws Exception {
    try (PeriodicTask task = task(runs::release)) {
      task.start(NEVER, NEVER);
      task.soon(Duration.ZERO);
      awaitRun();
      task.soon(Duration.ZERO);
      awaitRun();
    }
  }

  @Test
  void a_run_that_fails_may_ask_for_the_next_one() throws Exception {
    PeriodicTask[] task = new PeriodicTask[1];
    task[0] =
        task(
            () -> {
              runs.release();
              task[0].soon(Duration.ZERO);
              throw new IllegalStateException();
            });
    task[0].start(NEVER, NEVER);
    task[0].soon(Duration.ZERO);
    awaitRun();
    awaitRun();
    task[0].close();
  }

  @Test
  void nothing_runs_before_the_start_and_after_the_stop() throws Exception {
    PeriodicTask task = task(runs::release);
    task.soon(Duration.ZERO);
    task.start(NEVER, NEVER);
    task.soon(Duration.ofMillis(1));
    task.close();
    int before = runs.availablePermits();
    assertThat(before).isLessThan(2);
    task.soon(Duration.ZERO);
    assertThat(runs.availablePermits()).isEqualTo(before);
  }

  private static PeriodicTask task(PeriodicTask.Work work) {
    return new PeriodicTask("bellhop-test", work, e -> {});
  }

  private void awaitRun() throws InterruptedException {
    assertThat(runs.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
  }
}
