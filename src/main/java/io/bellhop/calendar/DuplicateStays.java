package io.bellhop.calendar;

import io.bellhop.calendar.PropertyCalendar.Entry;
import io.bellhop.event.StayIdentity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the entries of a calendar that are records of one stay. It compares only those with the
 * same code or the same days, because a hotel has thousands.
 */
final class DuplicateStays {
  private final Map<Entry, List<Entry>> earlier = new IdentityHashMap<>();

  /**
   * @param entries the entries of several accounts; each account has a stay once
   */
  DuplicateStays(Collection<Entry> entries) {
    Map<String, List<Entry>> alike = new HashMap<>();
    for (Entry entry : entries) {
      List<List<Entry>> groups =
          keys(entry.identity())
              .map(key -> alike.computeIfAbsent(key, k -> new ArrayList<>()))
              .toList();
      List<Entry> same =
          groups.stream().flatMap(List::stream).filter(entry::isSameAs).distinct().toList();
      if (!same.isEmpty()) {
        earlier.put(entry, same);
      }
      groups.forEach(group -> group.add(entry));
    }
  }

  private static Stream<String> keys(StayIdentity identity) {
    return identity == null
        ? Stream.empty()
        : Stream.of("code " + identity.code(), identity.arrival() + " " + identity.departure())
            .filter(key -> !key.equals("code "));
  }

  /** The records of the same stay that precede an entry. */
  List<Entry> before(Entry entry) {
    return earlier.getOrDefault(entry, List.of());
  }
}
