package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.inbox.Inbox;
import io.bellhop.ingest.verify.WebhookRefusal;
import io.bellhop.monitor.Metrics;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, logs and stores refused webhooks. A sender with a wrong clock is refused each time, and
 * strangers guess tokens. So the log and the database get one line per minute and account, and for
 * unknown tokens one per minute and provider. Thread-safe.
 */
public final class Refusals {
  /** The last refusal of each account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of("account_refusal");

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Fewer refusals may be a test of the provider, or an attempt of a stranger. */
  private static final long AGAIN_AND_AGAIN = 3;

  /** After this time without another refusal the fault has passed. */
  private static final Duration RECENT = Duration.ofHours(1);

  /**
   * The largest number of waiting writes. Beyond it Bellhop drops a line; the next minute has
   * another.
   */
  private static final int MOST_WAITING = 1_000;

  /** The refusals of one account, or of unknown senders to one provider. */
  private static final class Known {
    private Instant saidAt = Instant.MIN;
    private long skipped;
    private long times;
    private String provider;
    private LastRefusal last;
  }

  private final Inbox inbox;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<Object, Known> known = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor writer;

  Refusals(Inbox inbox, Metrics metrics, Clock clock) {
    this.inbox = inbox;
    this.metrics = metrics;
    this.clock = clock;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            DaemonThreads.named("bellhop-refusals"),
            new ThreadPoolExecutor.DiscardPolicy());
    writer.allowCoreThreadTimeOut(true);
  }

  /**
   * @param account null if the account is unknown
   */
  void refused(String provider, Account account, WebhookRefusal refusal) {
    metrics.rejected(provider, refusal.reason().code());
    if (refusal.reason() == WebhookRefusal.Reason.NOT_POST) {
      return; // a person opened the URL in a browser
    }
    Instant now = clock.instant();
    LastRefusal last = new LastRefusal(refusal.text(), now);
    Known one = known.computeIfAbsent(key(provider, account, refusal), key -> new Known());
    long skipped;
    synchronized (one) {
      one.provider = provider;
      one.times++;
      one.last = last;
      if (one.saidAt.plus(PAUSE).isAfter(now)) {
        one.skipped++;
        return;
      }
      skipped = one.skipped;
      one.saidAt = now;
      one.skipped = 0;
    }
    LOG.warn(
        "Bellhop refuses a webhook of {}{}: {}{}",
        provider,
        account == null ? "" : " for account " + account.id(),
        refusal.text(),
        skipped == 0 ? "" : "; " + skipped + " more since the last such line");
    if (account != null && refusal.reason() != WebhookRefusal.Reason.UNAVAILABLE) {
      writer.execute(() -> write(account.id(), last));
    }
  }

  private static Object key(String provider, Account account, WebhookRefusal refusal) {
    return account == null ? provider + " " + refusal.reason() : account.id();
  }

  private void write(UUID account, LastRefusal last) {
    try {
      inbox
          .database()
          .transact(
              connection -> {
                RefusalTable.write(connection, account, last);
                return null;
              });
    } catch (SQLException e) {
      LOG.debug("Bellhop cannot write a refusal: {}", DatabaseErrors.describe(e));
    }
  }

  /** Notes that a webhook of an account was accepted: the earlier fault is gone. */
  void accepted(UUID account) {
    Known one = known.get(account);
    if (one != null) {
      synchronized (one) {
        one.times = 0;
      }
    }
  }

  /** The last refusal of each of these accounts; accounts without one are not in the result. */
  public Map<UUID, LastRefusal> last(Collection<UUID> accounts) throws SQLException {
    Map<UUID, LastRefusal> found = new HashMap<>();
    if (!accounts.isEmpty()) {
      found.putAll(
          inbox.database().transact(connection -> RefusalTable.read(connection, accounts)));
    }
    for (UUID account : accounts) {
      Known one = known.get(account);
      if (one != null) {
        synchronized (one) {
          // The last minute is only in memory, but another node may have seen a later refusal.
          found.merge(account, one.last, (a, b) -> a.at().isAfter(b.at()) ? a : b);
        }
      }
    }
    return found;
  }

  /** Accounts that were refused several times since Bellhop last accepted one of their webhooks. */
  public List<RefusedAccount> againAndAgain() {
    Instant since = clock.instant().minus(RECENT);
    return known.entrySet().stream()
        .filter(entry -> entry.getKey() instanceof UUID)
        .map(entry -> seen((UUID) entry.getKey(), entry.getValue()))
        .filter(one -> one.times() >= AGAIN_AND_AGAIN && one.last().at().isAfter(since))
        .sorted(Comparator.comparing((RefusedAccount one) -> one.last().at()).reversed())
        .toList();
  }

  private static RefusedAccount seen(UUID account, Known one) {
    synchronized (one) {
      return new RefusedAccount(account, one.provider, one.times, one.last);
    }
  }
}
