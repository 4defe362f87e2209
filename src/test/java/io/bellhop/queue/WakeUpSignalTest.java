package io.bellhop.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of these would wait for an hour if a call were lost. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WakeUpSignalTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final WakeUpSignal alarm = new WakeUpSignal();

  @Test
  void a_call_before_the_sleep_counts() throws InterruptedException {
    alarm.wake();

    alarm.await(HOUR);
  }

  @Test
  void a_call_ends_the_sleep_whenever_it_comes() throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Void> caller =
          CompletableFuture.runAsync(
              () -> {
                await(begun);
                alarm.wake();
              });
      begun.countDown();
      alarm.await(HOUR);
      caller.join();
    }
  }

  @Test
  void no_wait_follows_a_time_that_has_passed() throws InterruptedException {
    alarm.await(Duration.ZERO);
    alarm.await(Duration.ofSeconds(-1));
  }

  @Test
  void many_calls_are_one() throws InterruptedException {
    alarm.wake();
    alarm.wake();
    alarm.await(HOUR);
    CompletableFuture<Void> sleeper =
        CompletableFuture.runAsync(
            () -> {
              try {
                alarm.await(HOUR);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    alarm.wake();

    sleeper.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
