package io.bellhop.inbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the messages of one order key in order, from the database and from the tail: only one
 * worker has a key at a time. Thread-safe.
 */
final class KeyLanes {
  /** How many messages of a key one worker takes at once. */
  private static final int LARGEST = 256;

  /** The messages of a key that the caller processes until it calls {@link #leave}. */
  record Turn(String orderKey, List<TailEntry> entries) {}

  private static final class Lane {
    private final Deque<TailEntry> waiting = new ArrayDeque<>(2);
    private boolean busy;

    /** A claim from the database that arrived while the key was busy, or before its turn. */
    private Claim claimed;

    /** Whether something that arrived before the claim waits. */
    private boolean isBefore(Claim claim) {
      List<InboxMessage> messages = claim.messages();
      return !messages.isEmpty()
          && !waiting.isEmpty()
          && waiting.peekFirst().isBefore(messages.get(messages.size() - 1));
    }
  }

  private final Map<String, Lane> lanes = new HashMap<>();

  /** Keys that are free and have messages waiting, in order of arrival. */
  private final LinkedHashMap<String, Lane> ready = new LinkedHashMap<>();

  /** Keys whose messages {@link #takeAll} has taken. */
  private final List<String> taken = new ArrayList<>();

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

  /** Gives keys to the caller, those first that have waited longest. */
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

  /** Puts messages back, before later ones of their keys. */
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
   * Asks for the key of a claim from the database.
   *
   * @return false if another worker has the key, or if something older waits: {@link #leave}
   *     returns the claim when its turn comes
   */
  synchronized boolean enter(Claim claim) {
    Lane lane = lanes.computeIfAbsent(claim.orderKey(), key -> new Lane());
    if (lane.busy || lane.isBefore(claim)) {
      lane.claimed = claim;
      return false;
    }
    lane.busy = true;
    ready.remove(claim.orderKey());
    return true;
  }

  /**
   * Ends the caller's work on a key.
   *
   * @param parked whether it has left pending messages in the database. A claim that has waited is
   *     then released: the next claim has those messages too, in their place.
   * @return a claim that has waited for the key and begins now; null if none has
   */
  synchronized Claim leave(String orderKey, boolean parked) {
    Lane lane = lanes.get(orderKey);
    Claim next = lane.claimed;
    if (next != null && parked) {
      next = next.emptied();
      lane.claimed = next;
    }
    if (next != null && !lane.isBefore(next)) {
      lane.claimed = null;
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

  /** Releases a key after its messages were put back. */
  synchronized void giveUp(String orderKey) {
    Lane lane = lanes.get(orderKey);
    lane.busy = false;
    ready.put(orderKey, lane);
  }

  /** Takes all waiting messages, also behind busy keys. The caller must call {@link #freed}. */
  synchronized List<TailEntry> takeAll() {
    List<TailEntry> all = new ArrayList<>();
    for (Map.Entry<String, Lane> one : lanes.entrySet()) {
      Lane lane = one.getValue();
      if (!lane.busy) {
        lane.busy = true;
        taken.add(one.getKey());
      } else if (lane.claimed != null && !lane.waiting.isEmpty()) {
        lane.claimed = lane.claimed.emptied();
      }
      all.addAll(lane.waiting);
      lane.waiting.clear();
    }
    ready.clear();
    waiting = 0;
    return all;
  }

  /**
   * Ends {@link #takeAll}, after its messages were stored or put back.
   *
   * @return claims that have waited for their keys and begin now
   */
  synchronized List<Claim> freed() {
    List<Claim> freed = new ArrayList<>();
    for (String key : taken) {
      Claim next = leave(key, true);
      if (next != null) {
        freed.add(next);
      }
    }
    taken.clear();
    return freed;
  }

  /** The number of keys that {@link #take} would return. */
  synchronized int ready() {
    return ready.size();
  }

  /** The number of waiting messages. */
  synchronized long waiting() {
    return waiting;
  }
}
