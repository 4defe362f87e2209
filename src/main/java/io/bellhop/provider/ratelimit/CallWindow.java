package io.bellhop.provider.ratelimit;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of the calls that share a limit: those that were made, those that are under way,
 * and until when no call may be made. Not thread-safe.
 *
 * <p>A call counts from its end on, and until then as one that has just been made: the provider
 * counts it somewhere in between. So however long calls take on their way, two that must be a
 * period apart are a period apart over there too.
 */
final class CallWindow {
  private final CallHistory log;
  private final int maxConcurrent;

  /** Calls that are not known to have ended, ours and other nodes'. */
  private final TreeMap<Long, Long> running = new TreeMap<>();

  private final Set<Long> ours = new HashSet<>();
  private long pausedUntil = CallHistory.NEVER;

  /** Clocks are read before the lock is had: who has read an older time may not slip through. */
  private long notBefore = CallHistory.NEVER;

  CallWindow(Limits limits, int maxConcurrent) {
    this.log = new CallHistory(limits);
    this.maxConcurrent = maxConcurrent;
  }

  /** From when on calls may have been made, or have ended, that are not known of. */
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

  /** Whether as many calls are under way as may be. */
  boolean full(long now, boolean background) {
    running.values().removeIf(until -> until <= now);
    int most = background ? Math.max(1, maxConcurrent * 4 / 5) : maxConcurrent;
    return maxConcurrent > 0 && running.size() >= most;
  }

  /** Whether there are calls of others whose end would be news to us. */
  boolean othersRun(long now) {
    running.values().removeIf(until -> until <= now);
    return !ours.containsAll(running.keySet());
  }

  void begin(long call, long until) {
    notBefore = Math.max(notBefore, log.freeAt(false));
    ours.add(call);
    running.put(call, until);
    log.put(call, until);
  }

  void end(long call, long at) {
    log.put(call, at);
    forget(call);
  }

  /** It may still arrive, so it counts as late as it may; but no caller waits for it. */
  void forget(long call) {
    ours.remove(call);
    running.remove(call);
  }

  /** What another node has written, or this one before a restart. */
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

  /** The calls as they will be if those that are under way end now. */
  CallHistory plan(long now) {
    CallHistory plan = new CallHistory(log);
    for (Map.Entry<Long, Long> call : running.entrySet()) {
      plan.put(call.getKey(), Math.min(now, call.getValue()));
    }
    return plan;
  }
}
