package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * This node among those that share the database, and its partitions. It gives up a partition only
 * by itself, or after other nodes have declared it dead; then it can write nothing under its id.
 * Thread-safe.
 */
final class Nodes {
  /** Stores the messages of keys before other nodes get them. */
  interface HandOver {
    /** After this call the journal takes no arrivals for other partitions than these. */
    void keepOnly(Set<String> partitions);

    /** Returns when the tables have all messages of the other partitions. */
    void storeRest() throws SQLException;
  }

  private record View(Map<UUID, Boolean> nodes, Map<String, UUID> partitions) {
    Set<String> of(UUID node) {
      return partitions.keySet().stream()
          .filter(queue -> node.equals(partitions.get(queue)))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    List<String> free() {
      return partitions.keySet().stream().filter(q -> partitions.get(q) == null).toList();
    }

    /** The largest number of partitions for one node. */
    int share() {
      int alive = (int) nodes.values().stream().filter(isDead -> !isDead).count();
      return alive == 0 ? 0 : (partitions.size() + alive - 1) / alive;
    }
  }

  private final Database database;
  private final Clock clock;
  private final Duration lease;
  private volatile UUID id;
  private volatile Set<String> own = Set.of();
  private volatile boolean shares;

  /**
   * @param lease how long a node counts as running after its last renewal
   */
  Nodes(Database database, Clock clock, Duration lease) {
    this.database = database;
    this.clock = clock;
    this.lease = lease;
  }

  /** The id of this node; each {@link #join} makes a new one. */
  UUID id() {
    return id;
  }

  /** Whether this node hands messages of an order key to workers. */
  boolean has(String orderKey) {
    return own.contains(Partitions.queueOf(orderKey));
  }

  /** The partitions of this node. */
  Set<String> own() {
    return own;
  }

  /** Whether there are other nodes, or messages that they have left. */
  boolean shares() {
    return shares;
  }

  void keepOnly(Set<String> partitions) {
    own = Set.copyOf(partitions);
  }

  /** Begins anew with a new id and without partitions. */
  void join() throws SQLException {
    own = Set.of();
    UUID next = UUID.randomUUID();
    Instant until = clock.instant().plus(lease);
    database.durably(
        connection -> {
          NodeTable.join(connection, next, until);
          return null;
        });
    id = next;
  }

  /** Called in each transaction that writes acknowledged messages of this node. */
  void fence(Connection connection, UUID as) throws SQLException {
    if (!NodeTable.fence(connection, as)) {
      throw new NodeLostException();
    }
  }

  /**
   * Renews the lease of this node.
   *
   * @throws NodeLostException if other nodes have declared it dead
   */
  void renew() throws SQLException {
    Instant until = clock.instant().plus(lease);
    if (!database.transact(connection -> NodeTable.renew(connection, id, until))) {
      throw new NodeLostException();
    }
  }

  /** Other nodes whose lease has expired, or that were declared dead before. */
  List<UUID> dead() throws SQLException {
    Instant now = clock.instant();
    List<UUID> found = new ArrayList<>(database.transact(c -> NodeTable.dead(c, now)));
    found.remove(id);
    return found;
  }

  /**
   * Gives up partitions if this node has too many, and takes free ones if it has too few.
   *
   * @return whether it got some
   */
  boolean balance(HandOver handOver) throws SQLException {
    View view = database.transact(c -> new View(NodeTable.all(c), NodeTable.partitions(c)));
    shares = view.nodes().size() > 1;
    Set<String> mine = view.of(id);
    List<String> surplus = surplus(mine, view.share());
    mine.removeAll(surplus);
    if (!surplus.isEmpty()) {
      handOver.keepOnly(mine);
      handOver.storeRest();
      database.durably(
          connection -> {
            NodeTable.free(connection, id, surplus);
            return null;
          });
      return false;
    }
    Set<String> before = own;
    List<String> wanted =
        view.free().stream().limit(Math.max(0, view.share() - mine.size())).toList();
    if (!wanted.isEmpty()) {
      mine.addAll(database.durably(connection -> NodeTable.take(connection, id, wanted)));
    }
    own = Set.copyOf(mine);
    return !before.containsAll(mine);
  }

  /** First the partitions that it has already begun to give up. */
  private List<String> surplus(Set<String> mine, int share) {
    List<String> order = new ArrayList<>(mine);
    Set<String> kept = new HashSet<>(own);
    order.sort((a, b) -> Boolean.compare(kept.contains(a), kept.contains(b)));
    return order.subList(0, Math.max(0, mine.size() - share)).stream().toList();
  }

  /** Deletes this node. The tables have all its messages. */
  void leave() throws SQLException {
    own = Set.of();
    database.durably(
        connection -> {
          NodeTable.leave(connection, id);
          return null;
        });
  }
}
