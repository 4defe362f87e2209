package io.bellhop.inbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the messages of one order key in order, wherever they come from: a key is in one worker's
 * hands at a time, be it with a claim of the database or with messages of the tail. Thread-safe.
 */
final class KeyLanes {
  /** How many messages of a key one worker takes at once. */
  private static final int LARGEST = 256;

  /** The messages of a key that the caller has in hand until it calls {@link #leave}. */
  record Turn(String orderKey, List<TailEntry> entries) {}

  private static final class Lane {
    private final Deque<TailEntry> waiting = new ArrayDeque<>(2);
    private boolean busy;

    /** What the database has given for the key while it was busy. */
    private Claim claimed;
  }

  private final Map<String, Lane> lanes = new HashMap<>();

  /** Keys that are not busy and have messages waiting, in order of arrival. */
  private final LinkedHashMap<String, Lane> ready = new LinkedHashMap<>();

  private long waiting;

  synchronized void add(List<TailEntry> arrived) {
    for (TailEntry entry : arrived) {
      Lane lane = lanes.computeIfAbsent(entry.orderKey(), key -> new Lane());
      lane.waiting.addLast(entry);
      if (!lane.busy) {
        ready.putIfAbsent(entry.orderKey(), lane);
      }
    }
    waiting += arrived.size();
  }

  /** Takes keys into the caller's hands, those that have waited longest first. */
  synchronized List<Turn> take(int most) {
    List<Turn> turns = new ArrayList<>();
    var keys = ready.entrySet().iterator();
    while (turns.size() < most && keys.hasNext()) {
      Map.Entry<String, Lane> next = keys.next();
      keys.remove();
      next.getValue().busy = true;
      turns.add(new Turn(next.getKey(), drain(next.getValue())));
    }
    return turns;
  }

  private List<TailEntry> drain(Lane lane) {
    List<TailEntry> entries = new ArrayList<>(1);
    while (entries.size() < LARGEST && !lane.waiting.isEmpty()) {
      entries.add(lane.waiting.removeFirst());
    }
    waiting -= entries.size();
    return entries;
  }

  /** These wait again, before those of their keys that came later. */
  synchronized void putBack(List<TailEntry> entries) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      TailEntry entry = entries.get(i);
      Lane lane = lanes.computeIfAbsent(entry.orderKey(), key -> new Lane());
      lane.waiting.addFirst(entry);
      if (!lane.busy) {
        ready.putIfAbsent(entry.orderKey(), lane);
      }
    }
    waiting += entries.size();
  }

  /**
   * A claim of the database wants its key.
   *
   * @return false if the key is in other hands: {@link #leave} gives the claim when it is free
   */
  synchronized boolean enter(Claim claim) {
    Lane lane = lanes.computeIfAbsent(claim.orderKey(), key -> new Lane());
    if (lane.busy) {
      lane.claimed = claim;
      return false;
    }
    lane.busy = true;
    ready.remove(claim.orderKey());
    return true;
  }

  /**
   * The caller has done with a key.
   *
   * @return a claim that has waited for it, which the caller has to begin now; null if none has
   */
  synchronized Claim leave(String orderKey) {
    Lane lane = lanes.get(orderKey);
    Claim next = lane.claimed;
    lane.claimed = null;
    if (next != null) {
      return next;
    }
    lane.busy = false;
    if (lane.waiting.isEmpty()) {
      lanes.remove(orderKey);
    } else {
      ready.put(orderKey, lane);
    }
    return null;
  }

  /** Takes all that waits, also behind keys that are busy. */
  synchronized List<TailEntry> takeAll() {
    List<TailEntry> all = new ArrayList<>();
    lanes.values().forEach(lane -> all.addAll(drainAll(lane)));
    lanes.values().removeIf(lane -> !lane.busy);
    ready.clear();
    waiting = 0;
    return all;
  }

  private static List<TailEntry> drainAll(Lane lane) {
    List<TailEntry> all = List.copyOf(lane.waiting);
    lane.waiting.clear();
    return all;
  }

  /** Keys that {@link #take} would give. */
  synchronized int ready() {
    return ready.size();
  }

  /** Messages that wait. */
  synchronized long waiting() {
    return waiting;
  }
}
