package io.bellhop.provider.client;

import io.bellhop.provider.pause.ApiRefusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recent calls of each account on this node: consecutive failures, of which several mean an
 * outage, and the number of running calls. Thread-safe.
 *
 * <p>A call without an answer holds a worker until it times out. So an account may use half of the
 * workers while its API works, and a quarter while that is unknown; the rest stay free for other
 * accounts.
 */
final class AccountCallTracker {
  /** So many consecutive failures are not chance. */
  private static final int IN_A_ROW = 3;

  /** As above, for failures of a single record, which may itself be the cause. */
  private static final int OF_ONE_RECORD = 5;

  /** An API that answered this recently counts as working. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private static final long SHORTEST_PACE_MILLIS = 3;
  private static final long LONGEST_PACE_MILLIS = 1_000;
  private static final long NO_PLACE_MILLIS = 100;

  /** Consecutive failures of one kind of call. */
  private static final class Row {
    private final Set<String> records = new HashSet<>();
    private Instant since;
    private int failures;
  }

  private static final class State {
    private final Map<String, Row> outages = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();
    private Instant workedAt;
    private boolean failedSince;
    private int running;
    private double millis = 50;
    private Instant lastPlace = Instant.EPOCH;

    /** When the last call ended, or when the first running call began. */
    private Instant progressAt = Instant.EPOCH;
  }

  private final Map<UUID, State> states = new ConcurrentHashMap<>();
  private final int workers;
  private final Clock clock;

  AccountCallTracker(int workers, Clock clock) {
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * Begins a call; {@link #end} must follow if the call is allowed.
   *
   * @return null if the call is allowed; otherwise when to ask again
   */
  Instant begin(UUID account) {
    State state = state(account);
    synchronized (state) {
      Instant now = clock.instant();
      if (state.running < most(state, now)) {
        state.progressAt = state.running == 0 ? now : state.progressAt;
        state.running++;
        return null;
      }
      // Spreads the waiting callers, so that they do not all ask at once for the next place.
      double took = Math.max(state.millis, Duration.between(state.progressAt, now).toMillis());
      long pace = (long) (took / most(state, now));
      Instant next =
          state.lastPlace.plusMillis(
              Math.max(SHORTEST_PACE_MILLIS, Math.min(LONGEST_PACE_MILLIS, pace)));
      Instant soonest = now.plusMillis(NO_PLACE_MILLIS);
      state.lastPlace = next.isBefore(soonest) ? soonest : next;
      return state.lastPlace;
    }
  }

  private int most(State state, Instant now) {
    boolean works =
        !state.failedSince && state.workedAt != null && now.isBefore(state.workedAt.plus(LATELY));
    return Math.max(1, workers / (works ? 2 : 4));
  }

  void end(UUID account, Duration took) {
    State state = state(account);
    synchronized (state) {
      state.running--;
      state.progressAt = clock.instant();
      state.millis += (took.toMillis() - state.millis) / 8;
    }
  }

  /** The API has answered. */
  void worked(UUID account, String part) {
    State state = state(account);
    synchronized (state) {
      state.outages.remove(part);
      state.forbidden.clear();
      state.workedAt = clock.instant();
      state.failedSince = false;
    }
  }

  /**
   * Records a failure or a missing answer.
   *
   * @param part the path as the route writes it
   * @param path the path of this record
   * @param outside whether the failure came from outside the API: no connection, or a gateway's
   *     error
   * @return the calls to pause; null if the failure may be chance
   */
  String failed(UUID account, String part, String path, boolean outside) {
    State state = state(account);
    synchronized (state) {
      state.failedSince = true;
      Row row = state.outages.computeIfAbsent(part, first -> new Row());
      row.since = row.since == null ? clock.instant() : row.since;
      row.failures++;
      if (row.records.size() < IN_A_ROW) {
        row.records.add(path);
      }
      boolean several = outside || row.records.size() > 1;
      if (row.failures < (several ? IN_A_ROW : OF_ONE_RECORD)) {
        return null;
      }
      boolean othersWork = state.workedAt != null && state.workedAt.isAfter(row.since);
      return othersWork ? part : ApiRefusal.WHOLE;
    }
  }

  /**
   * Records that the API refused a record.
   *
   * @return whether there were so many refusals and no other answers that the account must be the
   *     cause
   */
  boolean forbidden(UUID account, String path) {
    State state = state(account);
    synchronized (state) {
      if (state.forbidden.size() < IN_A_ROW) {
        state.forbidden.add(path);
      }
      return state.forbidden.size() >= IN_A_ROW;
    }
  }

  private State state(UUID account) {
    return states.computeIfAbsent(account, first -> new State());
  }
}
