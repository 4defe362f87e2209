package io.bellhop.provider.pause;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.event.SystemEvents;
import io.bellhop.inbox.Inbox;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pauses of all accounts. Each call looks them up in memory, where another node's pauses appear
 * within {@link PauseCache#FRESH}. While an account is paused, a timer releases one of its messages
 * when the next probe is due; all others sleep. Thread-safe.
 */
public final class AccountPauses implements AccountGate, AutoCloseable {
  /** The pauses of each account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of("account_pause");

  private static final Logger LOG = LoggerFactory.getLogger(AccountPauses.class);

  /** The timer's interval, which is the maximum delay of a probe. */
  private static final long SHORTEST_TICK_MILLIS = 50;

  private static final long LONGEST_TICK_MILLIS = 500;

  private final PauseWriter writer;
  private final PauseCache cache;
  private final PauseSettings settings;
  private final Clock clock;
  private final PeriodicTask timer;

  private final SleepingAccounts sleeping = new SleepingAccounts();

  public AccountPauses(
      Database database,
      Inbox inbox,
      SystemEvents events,
      ObjectMapper mapper,
      PauseSettings settings,
      Clock clock) {
    this.writer =
        new PauseWriter(database, inbox, new PauseEvents(events, mapper), settings, clock);
    this.cache = new PauseCache(writer, clock);
    this.settings = settings;
    this.clock = clock;
    this.timer = new PeriodicTask("bellhop-probe", this::tick, AccountPauses::tickFailed);
  }

  public void start() {
    cache.read();
    long tick =
        Math.max(
            SHORTEST_TICK_MILLIS, Math.min(LONGEST_TICK_MILLIS, settings.first().toMillis() / 2));
    timer.start(Duration.ofMillis(tick), Duration.ofMillis(tick));
  }

  @Override
  public GateDecision enter(Account account, String path) {
    Instant now = clock.instant();
    // The whole account sorts before its parts.
    for (Pause pause : cache.fresh().of(account.id())) {
      if (pause.isWhole() || pause.part().equals(PauseWriter.cut(path))) {
        return pause.wantsProbe(now) && take(pause)
            ? GateDecision.probe(account.id(), pause)
            : GateDecision.closed(pause, again(pause, now));
      }
    }
    return GateDecision.FREE;
  }

  /**
   * Messages of a paused account sleep for longer than any pause, and the end of the pause wakes
   * them. A paused part may concern only a few messages, so these are retried on their own
   * schedule.
   */
  private Instant again(Pause pause, Instant now) {
    long spread = ThreadLocalRandom.current().nextLong(settings.longest().toMillis() / 5 + 1);
    if (pause.isWhole()) {
      sleeping.add(pause.account(), now);
      return now.plus(settings.longest()).plusMillis(spread);
    }
    Instant next = pause.probing().nextAt();
    Instant soonest = now.plus(settings.first());
    return (next.isBefore(soonest) ? soonest : next).plusMillis(Math.min(spread, 1_000));
  }

  private boolean take(Pause pause) {
    try {
      boolean ours = writer.takeProbe(pause.account(), pause.part());
      cache.read();
      return ours;
    } catch (SQLException e) {
      LOG.debug("Bellhop cannot take a probe: {}", DatabaseErrors.describe(e));
      return false;
    }
  }

  @Override
  public void worked(Account account, String path) {
    boolean ends =
        cache.fresh().of(account.id()).stream()
            .anyMatch(pause -> pause.isWhole() || pause.endsWith(path));
    if (ends) {
      change(() -> writer.worked(account, path));
    }
  }

  @Override
  public void refused(Account account, ApiRefusal refusal, GateDecision pass) {
    boolean probe = pass.isProbe() && pass.part().equals(PauseWriter.cut(refusal.part()));
    if (pass.isProbe() && !probe) {
      release(pass);
    }
    // Failures of calls that were already running when the pause began are not new.
    boolean isKnown =
        cache.fresh().of(account.id()).stream()
            .anyMatch(
                p ->
                    (p.isWhole() || p.part().equals(PauseWriter.cut(refusal.part())))
                        && (p.isEmitted() || !refusal.certain()));
    if (probe || !isKnown) {
      change(() -> writer.refused(account, refusal, probe));
    }
  }

  @Override
  public Instant again(Account account, String part) {
    Instant now = clock.instant();
    return cache.fresh().of(account.id()).stream()
        .filter(pause -> pause.isWhole() || pause.part().equals(PauseWriter.cut(part)))
        .findFirst()
        .map(pause -> again(pause, now))
        .orElse(null);
  }

  @Override
  public void release(GateDecision pass) {
    if (pass.isProbe()) {
      change(() -> writer.releaseProbe(pass.account(), pass.part()));
    }
  }

  public void credentialsChanged(UUID account) {
    change(() -> writer.tryNow(account));
  }

  /**
   * The pauses that have had an event, the longest first; empty if the database does not answer.
   */
  public Optional<List<Pause>> degraded() {
    PauseCache.View now = cache.fresh();
    return now.isCurrent()
        ? Optional.of(
            now.pauses().values().stream()
                .flatMap(List::stream)
                .filter(Pause::isEmitted)
                .sorted(Comparator.comparing(Pause::since))
                .toList())
        : Optional.empty();
  }

  private interface Change {
    void run() throws SQLException;
  }

  private void change(Change change) {
    try {
      change.run();
    } catch (SQLException e) {
      // The outcome of the call is unaffected; the next call writes the pause.
      LOG.warn("Bellhop cannot write the pause of an account: {}", DatabaseErrors.describe(e));
    }
    cache.read();
  }

  /** The timer calls this method after {@link #start}. */
  void tick() throws SQLException {
    if (cache.isEmpty() && sleeping.isEmpty()) {
      return;
    }
    PauseCache.View now = cache.read();
    Instant instant = clock.instant();
    for (UUID account : sleeping.due(now.pauses().keySet(), instant)) {
      writer.hasten(account);
    }
    for (List<Pause> pauses : now.pauses().values()) {
      if (pauses.get(0).isWhole() && pauses.get(0).wantsProbe(instant)) {
        writer.hastenOne(pauses.get(0).account());
      }
    }
  }

  private static void tickFailed(Exception e) {
    LOG.debug("Bellhop cannot read the paused accounts: {}", DatabaseErrors.describe(e));
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}
