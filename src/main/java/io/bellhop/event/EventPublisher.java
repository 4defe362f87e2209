package io.bellhop.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.queue.GroupCommit;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares drafts with snapshots, and writes snapshots, events, idempotency keys and outcomes in
 * one transaction, which concurrent claims share. After a crash, either all of a claim is written
 * or nothing of it. Thread-safe.
 */
public final class EventPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  /** The largest number of claims that share a transaction. */
  private static final int LARGEST = 128;

  /** A transaction has fixed costs: its commit, its queries, the pages that it writes. */
  private static final GroupCommit.Gathering GATHERING =
      GroupCommit.Gathering.underLoad(Duration.ofMillis(10));

  /**
   * The participants of a publishing transaction.
   *
   * @param log for metrics
   * @param subscribers receive deliveries of the events
   * @param syncs advances sync runs
   * @param findsConflicts whether to emit events about double bookings
   */
  public record Participants(
      EventLogListener log,
      EventSubscribers subscribers,
      SyncSettlement syncs,
      boolean findsConflicts) {
    public Participants(EventLogListener log, EventSubscribers subscribers, SyncSettlement syncs) {
      this(log, subscribers, syncs, true);
    }
  }

  private final Clock clock;
  private final PublishTransaction.Parts parts;
  private final GroupCommit<ClaimOutcome> commits;

  public EventPublisher(
      Inbox inbox,
      IdempotencyWindow keyWindow,
      Accounts accounts,
      ObjectMapper mapper,
      Clock clock,
      Participants participants) {
    this.clock = clock;
    this.parts =
        new PublishTransaction.Parts(
            accounts,
            inbox,
            inbox.settler(),
            keyWindow,
            new EventStore(mapper, inbox.database().content()),
            participants);
    this.commits =
        new GroupCommit<>("bellhop-publish", LARGEST * 8, LARGEST, GATHERING, this::commit);
  }

  public EventPublisher start() {
    commits.start();
    return this;
  }

  /**
   * @return completes when all of it is on disk. If Bellhop cannot write this claim but can write
   *     others, its messages become dead letters with the reason.
   */
  public CompletableFuture<Void> publish(ClaimOutcome finished) {
    return put(finished)
        // Not on the writer's own thread, which would wait for itself to make room.
        .exceptionallyComposeAsync(
            error ->
                error instanceof CancellationException || DatabaseErrors.mayPass(error)
                    ? CompletableFuture.failedFuture(error)
                    : put(dead(finished, error)));
  }

  private CompletableFuture<Void> put(ClaimOutcome finished) {
    try {
      return commits.put(finished);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    }
  }

  private static ClaimOutcome dead(ClaimOutcome finished, Throwable error) {
    LOG.warn(
        "Bellhop cannot publish a claim and dead-letters its messages: {}",
        DatabaseErrors.describe(error));
    List<MessageOutcome> outcomes =
        finished.claim().messages().stream()
            .map(
                d ->
                    MessageOutcome.of(
                        d,
                        MessageStatus.DEAD,
                        "Bellhop cannot publish it: " + DatabaseErrors.describe(error)))
            .toList();
    return new ClaimOutcome(finished.claim(), List.of(), outcomes, List.of(), null);
  }

  private void commit(List<ClaimOutcome> batch) throws SQLException {
    Instant now = clock.instant();
    Inbox inbox = parts.inbox();
    List<Claim> claims = batch.stream().map(ClaimOutcome::claim).toList();
    Database.Work<PublishTransaction> work =
        connection -> new PublishTransaction(parts, connection, now).run(batch);
    inbox.settle(claims, inbox.database().byKeys(work)).committed();
  }

  @Override
  public void close() throws InterruptedException {
    commits.close();
  }
}
