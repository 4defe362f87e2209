package io.bellhop.provider.pause;

import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pauses of all accounts as recently read from the database. Thread-safe. */
final class PauseCache {
  private static final Logger LOG = LoggerFactory.getLogger(PauseCache.class);

  /** A node sees another node's changes within this time. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /**
   * @param pauses by account; the pause of the whole account comes before those of its parts
   * @param isCurrent false if the database did not answer
   */
  record View(Map<UUID, List<Pause>> pauses, Instant readAt, boolean isCurrent) {
    List<Pause> of(UUID account) {
      return pauses.getOrDefault(account, List.of());
    }
  }

  private final PauseWriter writer;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile View view = new View(Map.of(), Instant.EPOCH, true);

  PauseCache(PauseWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  boolean isEmpty() {
    return view.pauses().isEmpty();
  }

  /** A view that is at most {@link #FRESH} old, unless another thread is just reading a new one. */
  View fresh() {
    View now = view;
    if (clock.instant().isBefore(now.readAt().plus(FRESH)) || !reading.tryLock()) {
      return now;
    }
    try {
      return read();
    } finally {
      reading.unlock();
    }
  }

  View read() {
    reading.lock();
    try {
      Map<UUID, List<Pause>> pauses =
          writer.all().stream().collect(Collectors.groupingBy(Pause::account));
      pauses.values().forEach(list -> list.sort(Comparator.comparing(Pause::part)));
      view = new View(pauses, clock.instant(), true);
    } catch (SQLException e) {
      // The last view stays valid.
      LOG.debug("Bellhop cannot read the paused accounts: {}", DatabaseErrors.describe(e));
      view = new View(view.pauses(), clock.instant(), false);
    } finally {
      reading.unlock();
    }
    return view;
  }
}
