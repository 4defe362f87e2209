package io.bellhop.provider.ratelimit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a provider's limits exactly: at no moment have all nodes on a database, even across
 * restarts, made more calls within a period than allowed. It assigns different times to waiting
 * callers from memory, and queries the database only for calls that look allowed. Thread-safe.
 */
public final class RateLimit {
  /** The maximum delay of a caller after its time, because the inbox spreads its retries. */
  static final long SPREAD_MILLIS = 250;

  /** How late a caller may be after its time and still have priority over the background. */
  static final long GRACE_MILLIS = 1_000;

  /** The maximum difference of the clocks of nodes with a shared database. */
  static final Duration SKEW = Duration.ofMillis(50);

  /** How often a node checks whether calls of other nodes have ended. */
  private static final long LOOK_MILLIS = 100;

  /** The pause before a caller asks again while too many calls are running. */
  private static final long NO_PLACE_MILLIS = 100;

  /** The duration of a quick call: waiting callers ask for a place at this interval. */
  private static final long QUICK_MILLIS = 50;

  /** The pause after a refusal without a usable time; it doubles up to about a minute. */
  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private static final int LONGEST_DOUBLING = 6;

  /**
   * A provider that names a pause knows when it accepts calls again. Only after that was wrong this
   * many times in a row do the pauses grow as if the provider had named none.
   */
  private static final int BELIEVED = 16;

  /** A time so long ago that no window includes it. */
  private static final Instant LONG_AGO = Instant.EPOCH;

  private final Limits limits;
  private final CallWindow window;
  private final int maxConcurrent;
  private final LimitTable table;
  private final String key;
  private final long longestMillis;

  /** The calls as they will be if every waiting caller calls at its assigned time. */
  private CallHistory planned;

  private long lastPromise = CallHistory.NEVER;
  private long lastPlace = CallHistory.NEVER;
  private long lastBackground = CallHistory.NEVER;
  private long waitingUntil = CallHistory.NEVER;
  private long lastLook = CallHistory.NEVER;

  /** Consecutive refusals, each after the pause of the previous one. */
  private int refusals;

  /** A limit that this process does not share. */
  RateLimit(Limits limits, int maxConcurrent, Duration longest) {
    this(limits, maxConcurrent, longest, null, null);
  }

  /**
   * @param maxConcurrent the maximum number of concurrent calls; 0 for no maximum
   * @param longest the time after which a call has reached the provider or never will
   * @param key the name of the limit for all nodes
   */
  RateLimit(Limits limits, int maxConcurrent, Duration longest, LimitTable table, String key) {
    this.limits = table == null ? limits : limits.wider(SKEW);
    this.maxConcurrent = maxConcurrent;
    this.window = new CallWindow(this.limits, maxConcurrent);
    this.longestMillis = longest.toMillis();
    this.table = table;
    this.key = key;
  }

  /**
   * Asks for a call; {@link #done} or {@link #lost} must follow an allowed one.
   *
   * @param background whether other callers go first
   */
  public synchronized Permit take(Instant at, boolean background) throws SQLException {
    long now = at.toEpochMilli();
    if (!free(now, background) && !mayHaveNews(now)) {
      return promise(now, background);
    }
    if (table == null) {
      return go(window.last() + 1, now);
    }
    lastLook = now;
    long call = table.locked(key, row -> count(row, now, background));
    return call == 0 ? promise(now, background) : go(call, now);
  }

  public void done(Permit permit, Instant at) throws SQLException {
    synchronized (this) {
      window.end(permit.call(), at.toEpochMilli());
    }
    if (table != null) {
      table.ended(key, permit.call(), at);
    }
  }

  /** Ends a call that gets no answer but may have arrived. */
  public synchronized void lost(Permit permit) {
    window.forget(permit.call());
  }

  /** Ends a call that the caller did not make. */
  public void cancel(Permit permit) throws SQLException {
    done(permit, LONG_AGO);
  }

  /** The used share of the limit, as far as this node knows: 1 is all of it. */
  public synchronized double used(Instant now) {
    return window.used(now.toEpochMilli());
  }

  /** Records that the provider accepted a call. */
  public synchronized void taken() {
    refusals = 0;
  }

  /**
   * Records that the provider refused a call that exceeded a limit. Pauses that did not help grow;
   * those that the provider named grow later.
   *
   * @param begun when the call began
   * @param named when the provider accepts the next call, or the end of the usual pause
   * @param isNamed whether the provider named that time
   * @return when to retry
   */
  public Instant refused(Instant begun, Instant named, boolean isNamed, Instant now)
      throws SQLException {
    Instant at;
    synchronized (this) {
      if (begun.toEpochMilli() >= window.pausedUntil()) {
        refusals++;
      }
      int doublings = (Math.max(refusals, 1) - 1) / (isNamed ? BELIEVED : 1);
      Instant least = now.plusMillis(FIRST_PAUSE_MILLIS << Math.min(doublings, LONGEST_DOUBLING));
      at = named.isBefore(least) ? least : named;
    }
    pause(at);
    return at;
  }

  void pause(Instant until) throws SQLException {
    synchronized (this) {
      window.pause(until.toEpochMilli());
    }
    if (table != null) {
      table.pause(key, until);
    }
  }

  private boolean free(long now, boolean background) {
    return freeAt(background) <= now && !window.full(now, background);
  }

  private long freeAt(boolean background) {
    long free = window.freeAt(background);
    return background ? Math.max(free, waitingUntil + GRACE_MILLIS) : free;
  }

  private boolean mayHaveNews(long now) {
    return table != null && now >= lastLook + LOOK_MILLIS && window.othersRun(now);
  }

  private Permit go(long call, long now) {
    window.begin(call, now, now + longestMillis);
    return Permit.go(call);
  }

  /**
   * Decides with the calls of all nodes; returns the number of the call, or 0 if it is not allowed.
   */
  private long count(LimitTable.Row row, long now, boolean background) throws SQLException {
    LimitTable.Head head = row.head();
    row.calls(Math.max(window.unknownFrom(), head.calls() + 1 - limits.longest()), window);
    window.pause(head.pausedUntil());
    waitingUntil = Math.max(waitingUntil, head.waitingUntil());
    if (!free(now, background)) {
      return 0;
    }
    // The numbers of a deleted row restart at zero.
    long call = Math.max(head.calls(), window.last()) + 1;
    row.add(call, now + longestMillis, waitingUntil, limits.longest());
    return call;
  }

  private Permit promise(long now, boolean background) {
    if (background) {
      // Background callers are spaced at the long-run pace, because they need no bursts.
      lastBackground =
          Math.max(
              Math.max(now + NO_PLACE_MILLIS, freeAt(true)),
              lastBackground + limits.backgroundPaceMillis());
      return Permit.retryAt(lastBackground);
    }
    long mine = window.freeAt(false) <= now ? nextPlace(now) : planned(now);
    waitingUntil = Math.max(waitingUntil, mine);
    return Permit.retryAt(mine);
  }

  /** The time to ask for the next place, spread so that not all waiting callers ask at once. */
  private long nextPlace(long now) {
    long pace = maxConcurrent == 0 ? 0 : QUICK_MILLIS / maxConcurrent;
    lastPlace = Math.max(now + NO_PLACE_MILLIS, lastPlace + pace);
    return lastPlace;
  }

  private long planned(long now) {
    if (lastPromise <= now) {
      // No caller waits any more, or none asked again, so only past calls count.
      planned = window.plan(now);
    }
    long mine = Math.max(now + 1, Math.max(window.pausedUntil(), planned.freeAt(false)));
    planned.put(planned.last() + 1, mine + SPREAD_MILLIS + window.usualMillis());
    lastPromise = mine;
    return mine;
  }
}
