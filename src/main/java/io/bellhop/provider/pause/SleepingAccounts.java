package io.bellhop.provider.pause;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts whose messages this node has put to sleep. The end of a pause wakes the messages
 * that sleep in the database; a message that read the pause just before its end goes to sleep just
 * after it, and would sleep for the longest pause. So Bellhop wakes each account again several
 * times after the last of its messages went to sleep. Thread-safe.
 */
final class SleepingAccounts {
  /** Even a busy node writes an outcome before the last of these. */
  private static final List<Duration> WAKE_UPS =
      List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20));

  private record Sleep(Instant since, int wakeUps) {}

  private final Map<UUID, Sleep> accounts = new ConcurrentHashMap<>();

  void add(UUID account, Instant now) {
    accounts.put(account, new Sleep(now, 0));
  }

  boolean isEmpty() {
    return accounts.isEmpty();
  }

  /** The accounts to wake now, without those that are still paused. */
  List<UUID> due(Set<UUID> paused, Instant now) {
    List<UUID> due = new ArrayList<>();
    accounts.forEach(
        (account, sleep) -> {
          if (!paused.contains(account)
              && !now.isBefore(sleep.since().plus(WAKE_UPS.get(sleep.wakeUps())))) {
            due.add(account);
            Sleep next = new Sleep(sleep.since(), sleep.wakeUps() + 1);
            // A message that has gone to sleep since then restarts the series.
            if (next.wakeUps() == WAKE_UPS.size()) {
              accounts.remove(account, sleep);
            } else {
              accounts.replace(account, sleep, next);
            }
          }
        });
    return due;
  }
}
