package io.bellhop.provider.ratelimit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a provider's limits exactly: at no moment have more calls been made within a period than
 * are allowed, by all nodes on a database and before a restart too. It gives callers who must wait
 * different times, from memory, and queries the database only for calls that look allowed.
 * Thread-safe.
 */
public final class RateLimit {
  /** A caller asks again up to this much after its time: the inbox spreads its retries. */
  static final long SPREAD_MILLIS = 250;

  /** How late after its time a caller may be, and still goes before the background. */
  static final long GRACE_MILLIS = 1_000;

  /** How far the clocks of nodes that share a database may be apart. */
  static final Duration SKEW = Duration.ofMillis(50);

  /** How often a node looks whether calls of others have ended. */
  private static final long LOOK_MILLIS = 100;

  /** When to ask again where too many calls are under way. */
  private static final long NO_PLACE_MILLIS = 100;

  /** What a quick call takes: so many come for each place that will be free. */
  private static final long QUICK_MILLIS = 50;

  /** The pause after a refusal that names no usable one; it doubles up to about a minute. */
  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private static final int LONGEST_DOUBLING = 6;

  /**
   * A provider that names a pause knows when it takes calls again. Only where that is wrong so many
   * times on end do the pauses grow as if it had named none.
   */
  private static final int BELIEVED = 16;

  /** So long ago that no window looks back to it. */
  private static final Instant LONG_AGO = Instant.EPOCH;

  private final Limits limits;
  private final CallWindow window;
  private final int maxConcurrent;
  private final LimitTable table;
  private final String key;
  private final long longestMillis;

  /** The calls as they will be if every caller comes at its time. */
  private CallHistory planned;

  private long lastPromise = CallHistory.NEVER;
  private long lastPlace = CallHistory.NEVER;
  private long lastBackground = CallHistory.NEVER;
  private long waitingUntil = CallHistory.NEVER;
  private long lastLook = CallHistory.NEVER;

  /** In a row, each after the pause that the one before was given. */
  private int refusals;

  /** A limit of this process alone. */
  RateLimit(Limits limits, int maxConcurrent, Duration longest) {
    this(limits, maxConcurrent, longest, null, null);
  }

  /**
   * @param maxConcurrent calls that may be under way at the same time; 0: any number
   * @param longest after this time a call has reached the provider or never will
   * @param key whose limit it is, for all nodes
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
   * Asks for a call; {@link #done} or {@link #lost} must follow if it may be made.
   *
   * @param background whether others go first
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

  /** The answer is here. */
  public void done(Permit permit, Instant at) throws SQLException {
    synchronized (this) {
      window.end(permit.call(), at.toEpochMilli());
    }
    if (table != null) {
      table.ended(key, permit.call(), at);
    }
  }

  /** No answer will come, and the call may have arrived. */
  public synchronized void lost(Permit permit) {
    window.forget(permit.call());
  }

  /** The call was not made after all. */
  public void cancel(Permit permit) throws SQLException {
    done(permit, LONG_AGO);
  }

  /** How much of what is allowed is used, as far as this node knows: 1 is all of it. */
  public synchronized double used(Instant now) {
    return window.used(now.toEpochMilli());
  }

  /** The provider has taken a call. */
  public synchronized void taken() {
    refusals = 0;
  }

  /**
   * The provider has refused a call as one too many. Pauses that were kept and did not help grow;
   * those that it names itself do so later.
   *
   * @param begun when the call began
   * @param named when it wants the next call, or the usual pause
   * @param isNamed whether it named that time itself
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

  /** The provider named the time itself. */
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
    window.begin(call, now + longestMillis);
    return Permit.go(call);
  }

  /** With what all nodes know; gives the number of the call, 0 if it may not be made. */
  private long count(LimitTable.Row row, long now, boolean background) throws SQLException {
    LimitTable.Head head = row.head();
    row.calls(Math.max(window.unknownFrom(), head.calls() + 1 - limits.longest()), window);
    window.pause(head.pausedUntil());
    waitingUntil = Math.max(waitingUntil, head.waitingUntil());
    if (!free(now, background)) {
      return 0;
    }
    // A deleted row begins again at zero.
    long call = Math.max(head.calls(), window.last()) + 1;
    row.add(call, now + longestMillis, waitingUntil, limits.longest());
    return call;
  }

  private Permit promise(long now, boolean background) {
    if (background) {
      // At the pace that is allowed in the long run: callers who have time need not come in bursts.
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

  /** Those who wait for a place do not all come for the next one. */
  private long nextPlace(long now) {
    long pace = maxConcurrent == 0 ? 0 : QUICK_MILLIS / maxConcurrent;
    lastPlace = Math.max(now + NO_PLACE_MILLIS, lastPlace + pace);
    return lastPlace;
  }

  private long planned(long now) {
    if (lastPromise <= now) {
      // No caller waits any more, or none comes back: only calls that were made count.
      planned = window.plan(now);
    }
    long mine = Math.max(now + 1, Math.max(window.pausedUntil(), planned.freeAt(false)));
    planned.put(planned.last() + 1, mine + SPREAD_MILLIS);
    lastPromise = mine;
    return mine;
  }
}
