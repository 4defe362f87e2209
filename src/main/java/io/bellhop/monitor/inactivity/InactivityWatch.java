package io.bellhop.monitor.inactivity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.account.Accounts;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.event.SystemEvents;
import io.bellhop.monitor.inactivity.ActivityProfile.Inactivity;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.time.UtcTime;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks at intervals whether accounts have become inactive, and emits one event for each that has.
 * One node checks at a time. Thread-safe.
 */
public final class InactivityWatch implements AutoCloseable {
  /** The type of the event about an inactive account. */
  public static final String SILENT = "account.silent";

  /** Deletes the profile of an account with the account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of("account_activity");

  private static final Logger LOG = LoggerFactory.getLogger(InactivityWatch.class);

  /** Delays the first check, because a starting hub has more urgent work. */
  private static final long FIRST_MILLIS = 60_000;

  private final Database database;
  private final Accounts accounts;
  private final SystemEvents events;
  private final InactivitySettings settings;
  private final Clock clock;
  private final Consumer<Account> onInactive;
  private final ActivityTable table = new ActivityTable();
  private final ActivityRecorder recorder;
  private final PeriodicTask timer;

  /**
   * @param onInactive called after the event, on the node that wrote it; not after a crash in
   *     between
   */
  public InactivityWatch(
      Database database,
      Accounts accounts,
      SystemEvents events,
      InactivitySettings settings,
      Clock clock,
      Consumer<Account> onInactive) {
    this.database = database;
    this.accounts = accounts;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
    this.onInactive = onInactive;
    this.recorder = new ActivityRecorder(database, table, settings, clock);
    this.timer = new PeriodicTask("bellhop-inactivity", this::check, this::checkFailed);
  }

  public void start() {
    if (settings.isOn()) {
      Duration pause = settings.interval();
      timer.start(Duration.ofMillis(Math.min(FIRST_MILLIS, pause.toMillis())), pause);
    }
  }

  private void checkFailed(Exception e) {
    LOG.warn(
        "the check for inactive accounts failed; Bellhop retries in {}: {}",
        settings.interval(),
        DatabaseErrors.describe(e));
  }

  /** Checks all accounts; the timer calls it after {@link #start}. */
  void check() throws SQLException {
    Map<UUID, Account> active =
        accounts.all().stream()
            .filter(account -> account.active() && !account.revoked())
            .collect(Collectors.toMap(Account::id, Function.identity()));
    Instant now = clock.instant();
    for (Map.Entry<UUID, ActivityProfile> one : recorder.update(active.keySet()).entrySet()) {
      Account account = active.get(one.getKey());
      Optional<Inactivity> inactivity =
          one.getValue().inactivity(now, settings.factor(), settings.minMissed());
      if (account != null && inactivity.isPresent()) {
        emit(account, inactivity.get(), now);
      }
    }
  }

  private void emit(Account account, Inactivity inactivity, Instant now) throws SQLException {
    Optional<Runnable> emitted =
        database.durably(
            connection -> {
              long seq = events.begin(connection);
              if (!table.setNotified(connection, account.id(), inactivity.lastAt(), now)) {
                return Optional.empty();
              }
              return Optional.of(
                  events.append(
                      connection, seq, now, SILENT, account, record(account, inactivity)));
            });
    if (emitted.isPresent()) {
      LOG.warn(
          "{} {} is inactive: its last webhook came at {}, and Bellhop expected the next by {}",
          account.provider(),
          account.id(),
          UtcTime.text(inactivity.lastAt()),
          UtcTime.text(inactivity.expectedAt()));
      emitted.get().run();
      callBack(account);
    }
  }

  private void callBack(Account account) {
    try {
      onInactive.accept(account);
    } catch (RuntimeException e) {
      LOG.warn(
          "Bellhop cannot start a sync for {}, which is inactive: {}",
          account,
          DatabaseErrors.describe(e));
    }
  }

  private ObjectNode record(Account account, Inactivity inactivity) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("id", account.id().toString());
    record.put("provider", account.provider());
    if (account.name() != null && !account.name().isEmpty()) {
      record.put("name", account.name());
    }
    record.put("lastWebhookAt", UtcTime.text(inactivity.lastAt()));
    record.put("expectedAt", UtcTime.text(inactivity.expectedAt()));
    record.put("missed", (int) inactivity.missed());
    record.put("allowed", (int) inactivity.allowed());
    return record;
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}
