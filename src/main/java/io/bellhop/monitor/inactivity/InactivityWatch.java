package io.bellhop.monitor.inactivity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.event.SystemEvents;
import io.bellhop.monitor.inactivity.ActivityProfile.Silence;
import io.bellhop.store.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for accounts that have fallen silent, and says so once for each silence. Of
 * several nodes one looks at a time. Thread-safe.
 */
public final class InactivityWatch implements AutoCloseable {
  /** What an event about a silence is called. */
  public static final String SILENT = "account.silent";

  private static final Logger LOG = LoggerFactory.getLogger(InactivityWatch.class);

  /** A hub that has just started has other things to do. */
  private static final long FIRST_MILLIS = 60_000;

  /** With milliseconds, as all times of events have them. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Database database;
  private final Accounts accounts;
  private final SystemEvents events;
  private final ObjectMapper mapper;
  private final InactivitySettings settings;
  private final Clock clock;
  private final Consumer<Account> onSilent;
  private final ActivityTable table = new ActivityTable();
  private final ActivityRecorder recorder;
  private final PeriodicTask timer;

  /**
   * @param onSilent called after it was said of an account that it is silent, on the node that said
   *     it; not after a crash in between
   */
  public InactivityWatch(
      Database database,
      Accounts accounts,
      SystemEvents events,
      ObjectMapper mapper,
      InactivitySettings settings,
      Clock clock,
      Consumer<Account> onSilent) {
    this.database = database;
    this.accounts = accounts;
    this.events = events;
    this.mapper = mapper;
    this.settings = settings;
    this.clock = clock;
    this.onSilent = onSilent;
    this.recorder = new ActivityRecorder(database, table, settings, clock);
    this.timer =
        new PeriodicTask("bellhop-inactivity", this::look, this::lookFailed);
  }

  public void start() {
    if (settings.isOn()) {
      Duration pause = settings.interval();
      timer.start(Duration.ofMillis(Math.min(FIRST_MILLIS, pause.toMillis())), pause);
    }
  }

  private void lookFailed(Exception e) {
    LOG.warn(
        "inactive accounts cannot be found, next try in {}: {}",
        settings.interval(),
        Database.describe(e));
  }

  /** Called by itself from {@link #start} on. */
  void look() throws SQLException {
    Map<UUID, Account> active =
        accounts.all().stream()
            .filter(account -> account.active() && !account.revoked())
            .collect(Collectors.toMap(Account::id, Function.identity()));
    Instant now = clock.instant();
    for (Map.Entry<UUID, ActivityProfile> one :
        recorder.bringUpToDate(active.keySet()).entrySet()) {
      Account account = active.get(one.getKey());
      Optional<Silence> silence = one.getValue().judge(now, settings.factor(), settings.least());
      if (account != null && silence.isPresent()) {
        tell(account, silence.get(), now);
      }
    }
  }

  private void tell(Account account, Silence silence, Instant now) throws SQLException {
    Optional<Runnable> told =
        database.durably(
            connection -> {
              long seq = events.begin(connection);
              if (!table.tell(connection, account.id(), silence.lastAt(), now)) {
                return Optional.empty();
              }
              return Optional.of(
                  events.append(connection, seq, now, SILENT, account, record(account, silence)));
            });
    if (told.isPresent()) {
      LOG.warn(
          "{} {} is silent: its last webhook came at {}, the next was expected by {}",
          account.provider(),
          account.id(),
          TIME.format(silence.lastAt()),
          TIME.format(silence.expectedAt()));
      told.get().run();
      callBack(account);
    }
  }

  private void callBack(Account account) {
    try {
      onSilent.accept(account);
    } catch (RuntimeException e) {
      LOG.warn("nothing is done about {}, which is silent: {}", account, Database.describe(e));
    }
  }

  private ObjectNode record(Account account, Silence silence) {
    ObjectNode record = mapper.createObjectNode();
    record.put("id", account.id().toString());
    record.put("provider", account.provider());
    if (account.name() != null && !account.name().isEmpty()) {
      record.put("name", account.name());
    }
    record.put("lastWebhookAt", TIME.format(silence.lastAt()));
    record.put("expectedAt", TIME.format(silence.expectedAt()));
    record.put("missed", (int) silence.missed());
    record.put("allowed", (int) silence.allowed());
    return record;
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}
