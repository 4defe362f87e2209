package io.bellhop.runtime.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The connections of a server, and an end to their number: a process has so many files, and sockets
 * that send nothing would take them all. At the limit a new connection takes the place of the one
 * that has been idle for longest, so a sender with something to say gets in. Thread-safe.
 */
final class Connections {
  /** One of them. */
  interface Connection {
    /** Whether a request of it is being read or answered. */
    boolean isBusy();

    /** Whether it has ever sent a whole request. */
    boolean isProven();

    /** When it was last of use, in nanoseconds. */
    long idleSince();

    void close();
  }

  private final int most;
  private final int mostOfAddress;
  private final Predicate<String> isProxy;
  private final Map<String, Set<Connection>> byAddress = new HashMap<>();
  private int count;

  /**
   * @param isProxy whether all senders may come from one address
   */
  Connections(int most, int mostOfAddress, Predicate<String> isProxy) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
    this.isProxy = isProxy;
  }

  /**
   * @return false if there is no room, since all others are busy
   */
  synchronized boolean enter(String address, Connection connection) {
    Set<Connection> neighbours = byAddress.getOrDefault(address, Set.of());
    if (neighbours.size() >= mostOfAddress && !isProxy.test(address) && !makeRoom(neighbours)) {
      return false;
    }
    if (count >= most && byAddress.values().stream().noneMatch(this::makeRoom)) {
      return false;
    }
    byAddress.computeIfAbsent(address, a -> new LinkedHashSet<>()).add(connection);
    count++;
    return true;
  }

  /** Those that have never sent anything go first. */
  private boolean makeRoom(Set<Connection> among) {
    long now = System.nanoTime();
    Connection oldest = null;
    for (Connection one : among) {
      if (!one.isBusy() && (oldest == null || isRather(one, oldest, now))) {
        oldest = one;
      }
    }
    if (oldest != null) {
      oldest.close();
      remove(oldest);
    }
    return oldest != null;
  }

  private static boolean isRather(Connection one, Connection other, long now) {
    return one.isProven() == other.isProven()
        ? now - one.idleSince() > now - other.idleSince()
        : !one.isProven();
  }

  private void remove(Connection connection) {
    byAddress
        .entrySet()
        .removeIf(
            entry -> {
              if (entry.getValue().remove(connection)) {
                count--;
              }
              return entry.getValue().isEmpty();
            });
  }

  synchronized void leave(String address, Connection connection) {
    Set<Connection> neighbours = byAddress.get(address);
    if (neighbours != null && neighbours.remove(connection)) {
      count--;
      if (neighbours.isEmpty()) {
        byAddress.remove(address);
      }
    }
  }
}
