package io.bellhop.provider.ratelimit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls that share a limit: past ones, running ones, and the time until which no call is
 * allowed. Not thread-safe.
 *
 * <p>A finished call counts from its end, a running call as just made, because the provider counts
 * it at some moment in between. So two calls that must be a period apart are a period apart at the
 * provider too, however long they take to arrive.
 */
final class CallWindow {
  /** About as many calls decide which duration is usual. */
  private static final int LAST_CALLS = 8;

  private final CallHistory log;
  private final int maxConcurrent;

  /** Calls without a known end, of this node and of others. */
  private final TreeMap<Long, Long> running = new TreeMap<>();

  /** When the running calls of this node began. */
  private final Map<Long, Long> ours = new HashMap<>();

  private double usualMillis;
  private long pausedUntil = CallHistory.NEVER;

  /**
   * Callers read the clock before they get the lock; a caller with an older time must not get a
   * call.
   */
  private long notBefore = CallHistory.NEVER;

  CallWindow(Limits limits, int maxConcurrent) {
    this.log = new CallHistory(limits);
    this.maxConcurrent = maxConcurrent;
  }

  /** The earliest time of calls or ends of calls that this node may not know yet. */
  long unknownFrom() {
    return running.isEmpty() ? log.last() + 1 : Math.min(running.firstKey(), log.last() + 1);
  }

  long last() {
    return log.last();
  }

  long freeAt(boolean background) {
    return Math.max(Math.max(pausedUntil, notBefore), log.freeAt(background));
  }

  double used(long now) {
    return log.used(now);
  }

  /** Whether the maximum of running calls is reached. */
  boolean full(long now, boolean background) {
    running.values().removeIf(until -> until <= now);
    int most = background ? Math.max(1, maxConcurrent * 4 / 5) : maxConcurrent;
    return maxConcurrent > 0 && running.size() >= most;
  }

  /**
   * Whether calls of other nodes are running, so that this node should check whether they have
   * ended.
   */
  boolean othersRun(long now) {
    running.values().removeIf(until -> until <= now);
    return !ours.keySet().containsAll(running.keySet());
  }

  void begin(long call, long now, long until) {
    notBefore = Math.max(notBefore, log.freeAt(false));
    ours.put(call, now);
    running.put(call, until);
    log.put(call, until);
  }

  void end(long call, long at) {
    Long begun = ours.get(call);
    if (begun != null && at >= begun) {
      usualMillis += (at - begun - usualMillis) / LAST_CALLS;
    }
    log.put(call, at);
    forget(call);
  }

  /**
   * Ends a call that may still arrive. It counts at the latest possible time, but no longer as
   * running.
   */
  void forget(long call) {
    ours.remove(call);
    running.remove(call);
  }

  /** Adds a call that another node has written, or this node before a restart. */
  void learn(long call, long countedBy, boolean runs) {
    log.put(call, countedBy);
    if (runs) {
      running.put(call, countedBy);
    } else {
      running.remove(call);
    }
  }

  void pause(long until) {
    pausedUntil = Math.max(pausedUntil, until);
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /**
   * The duration of the latest calls of this node. Plans that took calls for quicker than they are
   * would have callers come before there is a place; their places would then stay empty, as others
   * have later ones.
   */
  long usualMillis() {
    return Math.round(usualMillis);
  }

  /** The calls as they will be if the running ones last from now as long as usual. */
  CallHistory plan(long now) {
    CallHistory plan = new CallHistory(log);
    for (Map.Entry<Long, Long> call : running.entrySet()) {
      plan.put(call.getKey(), Math.min(now + usualMillis(), call.getValue()));
    }
    return plan;
  }
}
