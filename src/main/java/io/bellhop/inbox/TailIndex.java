package io.bellhop.inbox;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds messages of the tail, including those that a worker is processing. Thread-safe. */
final class TailIndex {
  private final NavigableMap<UUID, TailEntry> entries = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicInteger> sizes = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  void add(TailEntry entry) {
    UnstoredMessage facts = entry.facts();
    entries.put(facts.id(), entry);
    sizes.computeIfAbsent(facts.provider(), p -> new AtomicInteger()).incrementAndGet();
    size.incrementAndGet();
  }

  void remove(TailEntry entry) {
    UnstoredMessage facts = entry.facts();
    entries.remove(facts.id());
    sizes.get(facts.provider()).decrementAndGet();
    size.decrementAndGet();
  }

  /** The entry of a message; null if the tail does not have it. */
  TailEntry find(UUID message) {
    return entries.get(message);
  }

  /** Matching messages, the latest first. */
  List<UnstoredMessage> find(Predicate<UnstoredMessage> which) {
    return entries.descendingMap().values().stream().map(TailEntry::facts).filter(which).toList();
  }

  Optional<UUID> oldest(Predicate<UnstoredMessage> which) {
    return entries.values().stream()
        .map(TailEntry::facts)
        .filter(which)
        .findFirst()
        .map(UnstoredMessage::id);
  }

  int size() {
    return size.get();
  }

  /** The number of messages by provider. */
  Map<String, Integer> sizes() {
    return sizes.entrySet().stream()
        .filter(one -> one.getValue().get() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().get()));
  }
}
