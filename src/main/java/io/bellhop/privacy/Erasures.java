package io.bellhop.privacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.account.SealedColumns;
import io.bellhop.account.SecretBox;
import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.inbox.Inbox;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.ExpiredRows;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the personal data of guests, one request at a time: the entry point of this package. The
 * next start of any node finishes what a stop or a crash has left. Two nodes at once do no harm,
 * because erased data stays erased. Thread-safe.
 */
public final class Erasures implements AutoCloseable {
  public static final SealedColumns SEALED = ErasureTable.SEALED;

  public static final ExpiredRows OLD =
      ExpiredRows.byId(
          "erasure",
          "delete from erasure where id in (select id from erasure where id < ? and state <> 'running'"
              + " order by id limit ?)");

  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  /** The pause after a temporary failure, such as an unavailable database. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Database database;
  private final Accounts accounts;
  private final Inbox inbox;
  private final ErasureTable table;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final ScheduledThreadPoolExecutor worker =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("bellhop-erasures"));
  private volatile boolean closed;

  public Erasures(
      Database database,
      Accounts accounts,
      Inbox inbox,
      SecretBox secrets,
      ObjectMapper mapper,
      Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.inbox = inbox;
    this.table = new ErasureTable(secrets, mapper);
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * A request to erase a guest.
   *
   * @param workspace the workspace of the data; null for all
   * @param account the account of the data; null for all
   * @param isDryRun whether to count only
   */
  public record Request(
      String guestId,
      String email,
      String phone,
      String workspace,
      UUID account,
      boolean isDryRun) {
    /** Whether a text can be an e-mail address. */
    public static boolean isAddress(String text) {
      return Guest.isAddress(text);
    }

    /** Whether a text can be a phone number. */
    public static boolean isNumber(String text) {
      return Guest.isNumber(text);
    }

    Guest guest() {
      return Guest.of(guestId, email, phone);
    }

    List<String> identifiers() {
      return Stream.of(
              guestId == null ? null : "guest_id",
              email == null ? null : "email",
              phone == null ? null : "phone")
          .filter(Objects::nonNull)
          .toList();
    }

    /** Without the guest, because this text may reach a log. */
    @Override
    public String toString() {
      return "Request" + identifiers();
    }
  }

  /** Finishes the erasures of an earlier run. */
  public void start() throws SQLException {
    database.transact(table::running).forEach(this::submit);
  }

  /**
   * Begins an erasure.
   *
   * @param patience how long to wait for its end
   * @return its id
   */
  public UUID begin(Request request, Duration patience) throws SQLException {
    UUID id = ids.generate();
    database.durably(
        connection -> {
          table.insert(connection, id, request, clock.instant());
          return null;
        });
    Future<?> run = submit(id);
    try {
      run.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The answer states that it is still running.
      LOG.debug("an erasure continues");
    }
    return id;
  }

  private Future<?> submit(UUID id) {
    return worker.submit(() -> run(id));
  }

  private void run(UUID id) {
    if (closed) {
      return;
    }
    try {
      Optional<Erasure> erasure = database.transact(connection -> table.find(connection, id));
      if (erasure.isPresent()) {
        run(erasure.get());
      }
    } catch (SQLException | RuntimeException e) {
      failed(id, e);
    }
  }

  private void failed(UUID id, Exception e) {
    if (DatabaseErrors.mayPass(e) || e.getCause() != null && DatabaseErrors.mayPass(e.getCause())) {
      LOG.warn(
          "Bellhop cannot continue an erasure and retries in {}: {}",
          PAUSE,
          DatabaseErrors.describe(e));
      if (!closed) {
        worker.schedule(() -> run(id), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return;
    }
    LOG.error("erasure {} failed", id, e);
    try {
      end(
          id,
          "Bellhop failed by an error of its own, which its log shows; what it has"
              + " erased stays erased");
    } catch (SQLException again) {
      LOG.warn(
          "Bellhop repeats erasure {} at the next start: {}", id, DatabaseErrors.describe(again));
    }
  }

  private void end(UUID id, String error) throws SQLException {
    database.durably(
        connection -> {
          table.end(connection, id, error, clock.instant());
          return null;
        });
  }

  private void run(Erasure erasure) throws SQLException {
    // A message that is only in the journal has no row yet, so the search would miss it.
    inbox.storeAll();
    ErasureRun run = new ErasureRun(database, table, mapper, erasure, scope(erasure));
    String error = null;
    try {
      if (!run.run(() -> closed, clock.instant())) {
        return;
      }
    } catch (TooManyRecordsException e) {
      error = e.getMessage();
    }
    end(erasure.id(), error);
  }

  private Predicate<UUID> scope(Erasure erasure) {
    if (erasure.account() != null) {
      return erasure.account()::equals;
    }
    if (erasure.workspace() == null) {
      return any -> true;
    }
    Set<UUID> own =
        accounts.all().stream()
            .filter(account -> account.workspaceId().equals(erasure.workspace()))
            .map(Account::id)
            .collect(Collectors.toSet());
    return own::contains;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // Without an interrupt, which would make H2 close its file.
    worker.shutdown();
    worker.awaitTermination(10, TimeUnit.SECONDS);
  }
}
