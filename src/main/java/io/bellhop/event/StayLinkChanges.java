package io.bellhop.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.CalendarConflicts.PairId;
import io.bellhop.event.StayPairs.Said;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Compares the current links of some reservations with those that Bellhop last reported. Used once.
 */
final class StayLinkChanges {
  /** If a reservation has more links, its code is that of a group, or a placeholder. */
  private static final int MOST = 10;

  /**
   * A change: two reservations have become one stay, or two.
   *
   * @param by null if they have become two
   * @param stays both stays in their current state
   */
  record Change(PairId pair, String by, List<Snapshot> stays) {
    String event() {
      return by == null ? "stay.unlinked" : "stay.linked";
    }

    ObjectNode record() {
      ObjectNode record = JsonNodeFactory.instance.objectNode();
      String name = "link " + pair.first() + " " + pair.second();
      record.put("id", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
      if (by != null) {
        record.put("by", by);
      }
      stays.stream()
          .map(Snapshot::propertyId)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(property -> record.put("propertyId", property));
      ArrayNode records = record.putArray("records");
      stays.forEach(stay -> records.add(ConflictRecord.stay(stay)));
      return record;
    }
  }

  private final Connection connection;
  private final SnapshotTable snapshots;
  private final LocalDate today;
  private final List<Change> changes = new ArrayList<>();

  StayLinkChanges(Connection connection, SnapshotTable snapshots, Instant now) {
    this.connection = connection;
    this.snapshots = snapshots;
    this.today = CalendarConflicts.today(now);
  }

  /**
   * Finds the changes, and stores the links as reported.
   *
   * @param looked the reservations that Bellhop has checked
   * @param found all of their links
   */
  List<Change> of(Set<String> looked, Map<PairId, StayIdentity.By> found) throws SQLException {
    Map<PairId, Said> said = StayPairs.LINKS.of(connection, with(looked, found.keySet()));
    Map<String, Integer> links = counts(said.keySet(), found.keySet());
    said.keySet()
        .removeIf(pair -> !looked.contains(pair.first()) && !looked.contains(pair.second()));
    Map<String, Snapshot> stays =
        snapshots.read(connection, with(with(Set.of(), said.keySet()), found.keySet()));
    for (Map.Entry<PairId, Said> one : said.entrySet()) {
      if (!found.containsKey(one.getKey())) {
        StayPairs.LINKS.delete(connection, one.getKey());
        add(one.getKey(), null, one.getValue().endsOn(), stays);
      }
    }
    for (Map.Entry<PairId, StayIdentity.By> one : found.entrySet()) {
      PairId pair = one.getKey();
      if (said.containsKey(pair)
          || Math.max(links.get(pair.first()), links.get(pair.second())) <= MOST) {
        String by = one.getValue().name().toLowerCase(Locale.ROOT);
        say(pair, said.get(pair), new Said(by, endOf(pair, stays)), stays);
      }
    }
    return changes;
  }

  private void say(PairId pair, Said before, Said now, Map<String, Snapshot> stays)
      throws SQLException {
    if (now.equals(before) || before == null && !now.endsOn().isAfter(today)) {
      return;
    }
    if (before != null) {
      StayPairs.LINKS.delete(connection, pair);
    }
    StayPairs.LINKS.insert(connection, pair, now);
    if (before == null || !before.state().equals(now.state())) {
      add(pair, now.state(), now.endsOn(), stays);
    }
  }

  /**
   * Adds a change. Past stays lead to no event, because a first load would report years of them.
   */
  private void add(PairId pair, String by, LocalDate end, Map<String, Snapshot> stays) {
    List<Snapshot> both = both(pair, stays);
    if (both.size() == 2 && end.isAfter(today)) {
      changes.add(new Change(pair, by, both));
    }
  }

  private static List<Snapshot> both(PairId pair, Map<String, Snapshot> stays) {
    return List.of(pair.first(), pair.second()).stream()
        .map(stays::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The day on which both have left; long ago if neither names one. */
  private static LocalDate endOf(PairId pair, Map<String, Snapshot> stays) {
    return both(pair, stays).stream()
        .map(stay -> Stay.day(stay.record().path("departureDate").asText("")))
        .filter(Objects::nonNull)
        .max(LocalDate::compareTo)
        .orElse(LocalDate.EPOCH);
  }

  private static Set<String> with(Collection<String> stays, Collection<PairId> pairs) {
    Set<String> all = new HashSet<>(stays);
    pairs.forEach(pair -> all.addAll(List.of(pair.first(), pair.second())));
    return all;
  }

  /** The number of links of each stay. */
  private static Map<String, Integer> counts(Collection<PairId> some, Collection<PairId> more) {
    Set<PairId> pairs = new HashSet<>(some);
    pairs.addAll(more);
    Map<String, Integer> counts = new HashMap<>();
    for (PairId pair : pairs) {
      counts.merge(pair.first(), 1, Integer::sum);
      counts.merge(pair.second(), 1, Integer::sum);
    }
    return counts;
  }
}
