package io.bellhop.runtime.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The open connections of a server, with a limit: a process has a limited number of files, and idle
 * sockets could use all of them. At the limit a new connection replaces the one that has been idle
 * for longest. Thread-safe.
 */
final class Connections {
  /** A connection of the server. */
  interface Connection {
    /** Whether the server is reading or answering one of its requests. */
    boolean isBusy();

    /** Whether the connection has ever sent a whole request. */
    boolean isProven();

    /** The time of its last activity, in nanoseconds. */
    long idleSince();

    void close();
  }

  private final int most;
  private final int mostOfAddress;
  private final Predicate<String> isProxy;
  private final Map<String, Set<Connection>> byAddress = new HashMap<>();
  private int count;

  /**
   * @param isProxy whether an address is that of a proxy, behind which all senders may be
   */
  Connections(int most, int mostOfAddress, Predicate<String> isProxy) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
    this.isProxy = isProxy;
  }

  /**
   * @return false if there is no room, because all others are busy
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

  /** Closes connections first that have never sent a request. */
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
