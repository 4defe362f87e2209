package io.bellhop.monitor.inactivity;

import io.bellhop.account.Account;
import io.bellhop.event.SystemEvents;
import io.bellhop.store.Database;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import io.bellhop.support.TestNodes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Nodes that look for inactive accounts when the test says so. What providers send is written
 * straight into the inbox.
 */
final class InactivityRig extends TestNodes {
  static final InactivitySettings SETTINGS = new InactivitySettings(Duration.ofMinutes(10), 2, 4);
  static final Duration WEEK = Duration.ofDays(7);

  final List<Account> heard = new CopyOnWriteArrayList<>();
  final InactivityWatch watch;

  InactivityRig(Store store) throws SQLException {
    super(store.freshUrl(), TestNode.DELIVERY);
    watch = watch(node);
  }

  /** A watch that is not started, so it needs no end. */
  InactivityWatch watch(TestNode on) {
    return new InactivityWatch(
        on.database(),
        on.accounts(),
        new SystemEvents(TestNode.MAPPER, on.delivering().subscribers()),
        SETTINGS,
        clock,
        heard::add);
  }

  /** One that has sent every ten minutes of four weeks, and is known to. */
  Account steady() throws SQLException {
    Account account = node.account();
    sent(account, clock.instant().minus(WEEK.multipliedBy(4)), clock.instant());
    watch.check();
    return account;
  }

  /** Every ten minutes of a time. */
  void sent(Account account, Instant from, Instant to) throws SQLException {
    List<Instant> all = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(SETTINGS.interval())) {
      all.add(at);
    }
    sent(account, "webhook", all);
  }

  void sent(Account account, String origin, List<Instant> all) throws SQLException {
    node.database()
        .transact(
            connection -> {
              try (var s =
                  connection.prepareStatement(
                      """
                      insert into inbox (id, account_id, provider, native_event, order_key,
                        idempotency_key, kind, mergeable, received_at, due_at, status, attempts)
                      values (?, ?, 'pms', 'e', 'k', 'i', ?, false, ?, ?, 'done', 1)
                      """)) {
                for (Instant at : all) {
                  s.setObject(1, id(at));
                  s.setObject(2, account.id());
                  s.setString(3, origin);
                  s.setObject(4, Database.time(at));
                  s.setObject(5, Database.time(at));
                  s.addBatch();
                }
                return s.executeBatch();
              }
            });
  }

  private static UUID id(Instant at) {
    return new UUID(
        at.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE | ThreadLocalRandom.current().nextInt());
  }

  /** Lets time pass while the hub runs: it looks every ten minutes. */
  void pass(Duration time) throws SQLException {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      clock.forward(SETTINGS.interval());
      watch.check();
    }
  }

  List<Logged> emitted() throws SQLException {
    return node.events().stream()
        .filter(event -> event.type().equals(InactivityWatch.SILENT))
        .toList();
  }

  void execute(String sql) throws SQLException {
    node.database()
        .transact(
            connection -> {
              try (var s = connection.createStatement()) {
                return s.executeUpdate(sql);
              }
            });
  }
}
