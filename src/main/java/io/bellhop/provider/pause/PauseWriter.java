package io.bellhop.provider.pause;

import io.bellhop.account.Account;
import io.bellhop.inbox.Inbox;
import io.bellhop.store.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins pauses and ends them, each in one transaction with its event and with the messages that it
 * wakes. Thread-safe.
 */
final class PauseWriter {
  private static final Logger LOG = LoggerFactory.getLogger(PauseWriter.class);
  private static final int ALL = Integer.MAX_VALUE;

  private static final int LONGEST_PATH = 300;
  private static final int LONGEST_DETAIL = 500;

  private final Database database;
  private final Inbox inbox;
  private final PauseEvents events;
  private final PauseSettings settings;
  private final Clock clock;
  private final PauseTable table = new PauseTable();

  PauseWriter(
      Database database, Inbox inbox, PauseEvents events, PauseSettings settings, Clock clock) {
    this.database = database;
    this.inbox = inbox;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  List<Pause> all() throws SQLException {
    return database.transact(table::all);
  }

  boolean takeProbe(UUID account, String part) throws SQLException {
    Instant now = clock.instant();
    Instant until = now.plus(settings.probe());
    return database.transact(connection -> table.take(connection, account, part, now, until));
  }

  void releaseProbe(UUID account, String part) throws SQLException {
    database.transact(
        connection -> {
          table.release(connection, account, part);
          return null;
        });
  }

  /** Begins a pause, or records a failed probe. */
  void refused(Account account, ApiRefusal refusal, boolean probe) throws SQLException {
    Instant now = clock.instant();
    change(
        connection -> {
          long seq = events.begin(connection);
          List<Pause> before = table.of(connection, account.id());
          Pause known = with(before, refusal.part());
          if (known != null && !probe && (known.isEmitted() || !refusal.certain())) {
            return Optional.empty();
          }
          Pause pause = known == null ? begun(account, refusal, now) : known;
          if (known != null && probe) {
            Instant next = now.plus(settings.pause(known.probing().failures() + 1));
            pause = known.probeFailed(refusal.reason(), detail(refusal), next);
          }
          boolean emits = !pause.isEmitted() && (refusal.certain() || known != null);
          if (!emits) {
            table.put(connection, pause);
            return Optional.empty();
          }
          Pause emitted = pause.emitted(now);
          table.put(connection, emitted);
          if (before.stream().anyMatch(Pause::isEmitted)) {
            return Optional.empty();
          }
          Runnable delivered = events.degraded(connection, seq, account, emitted, now);
          return Optional.of(
              () -> {
                LOG.warn(
                    "{}: the provider's API does not work for this account ({}): {}. Its"
                        + " messages wait, and Bellhop tries one call at a time until it works"
                        + " again",
                    account,
                    emitted.reason().text(),
                    emitted.detail());
                delivered.run();
              });
        });
  }

  /** Ends the pauses that a successful call of this path disproves. */
  void worked(Account account, String path) throws SQLException {
    Instant now = clock.instant();
    change(
        connection -> {
          long seq = events.begin(connection);
          List<Pause> before = table.of(connection, account.id());
          Pause last = null;
          for (Pause pause : before) {
            boolean ends = pause.endsWith(path);
            if (pause.isWhole() || ends) {
              table.delete(connection, pause);
              last = pause;
            }
            if (pause.isWhole() && !ends) {
              table.put(connection, pause.narrowed(now));
            }
          }
          if (last == null) {
            return Optional.empty();
          }
          inbox.hasten(connection, account.id(), now, ALL);
          boolean more = table.of(connection, account.id()).stream().anyMatch(Pause::isEmitted);
          Pause emitted = before.stream().filter(Pause::isEmitted).findFirst().orElse(null);
          if (more || emitted == null) {
            return Optional.of(inbox::arrived);
          }
          Runnable delivered = events.recovered(connection, seq, account, emitted, now);
          return Optional.of(
              () -> {
                LOG.info(
                    "{}: the provider's API works again; Bellhop continues with the"
                        + " messages that waited since {}",
                    account,
                    emitted.since());
                delivered.run();
                inbox.arrived();
              });
        });
  }

  /** Retries the messages of an account at once, because it has new credentials. */
  void tryNow(UUID account) throws SQLException {
    Instant now = clock.instant();
    change(
        connection -> {
          events.begin(connection);
          table.tryNow(connection, account, now);
          inbox.hasten(connection, account, now, ALL);
          return Optional.of(inbox::arrived);
        });
  }

  /** Wakes all waiting messages of an account. */
  void hasten(UUID account) throws SQLException {
    Instant now = clock.instant();
    database.transact(connection -> inbox.hasten(connection, account, now, ALL));
    inbox.arrived();
  }

  /** Wakes one waiting message of an account as the probe. */
  void hastenOne(UUID account) throws SQLException {
    Instant now = clock.instant();
    database.transact(connection -> inbox.hasten(connection, account, now, 1));
    inbox.arrived();
  }

  private void change(Database.Work<Optional<Runnable>> work) throws SQLException {
    database.durably(work).ifPresent(Runnable::run);
  }

  private Pause begun(Account account, ApiRefusal refusal, Instant now) {
    return new Pause(
        account.id(),
        account.provider(),
        cut(refusal.part()),
        new Pause.Trigger(cut(refusal.cause()), refusal.reason(), detail(refusal)),
        now,
        new Pause.Probing(0, now.plus(settings.pause(0)), null),
        null);
  }

  private static Pause with(List<Pause> pauses, String part) {
    return pauses.stream().filter(p -> p.part().equals(cut(part))).findFirst().orElse(null);
  }

  static String cut(String path) {
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
  }

  private static String detail(ApiRefusal refusal) {
    String detail = refusal.detail();
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
  }
}
