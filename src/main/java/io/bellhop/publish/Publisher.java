package io.bellhop.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.IdempotencyKeys;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.KeyWindow;
import io.bellhop.inbox.Outcome;
import io.bellhop.inbox.Settlement;
import io.bellhop.inbox.Settler;
import io.bellhop.inbox.Status;
import io.bellhop.queue.GroupCommit;
import io.bellhop.queue.Holding;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what routes found out with what is known, and writes snapshots, events, idempotency keys
 * and outcomes in one transaction; concurrent claims share it. A crash leaves all of a claim or
 * nothing of it. Thread-safe.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Claims that share a transaction. */
  private static final int LARGEST = 128;

  private final Database database;
  private final Accounts accounts;
  private final Clock clock;
  private final PublishListener listener;
  private final Inbox inbox;
  private final KeyWindow keyWindow;
  private final Envelope envelope;
  private final SnapshotTable snapshots;
  private final EventTable events = new EventTable();
  private final Settler settler;
  private final Subscribers subscribers;
  private final SyncBooks syncs;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final GroupCommit<Finished> commits;

  public Publisher(
      Database database,
      Accounts accounts,
      ObjectMapper mapper,
      Clock clock,
      PublishListener listener,
      Inbox inbox,
      KeyWindow keyWindow,
      Subscribers subscribers,
      SyncBooks syncs) {
    this.syncs = syncs;
    this.inbox = inbox;
    this.keyWindow = keyWindow;
    this.database = database;
    this.settler = new Settler(database.dialect());
    this.subscribers = subscribers;
    this.accounts = accounts;
    this.clock = clock;
    this.listener = listener;
    this.envelope = new Envelope(mapper);
    this.snapshots = new SnapshotTable(mapper);
    this.commits = new GroupCommit<>("bellhop-publish", LARGEST * 8, LARGEST, this::commit);
  }

  public Publisher start() {
    commits.start();
    return this;
  }

  /**
   * @return completes when all of it is on disk. If it cannot be written for a reason of its own,
   *     its deliveries become dead with that reason.
   */
  public CompletableFuture<Void> publish(Finished finished) {
    return put(finished)
        // Not on the writer's own thread: it would wait for room that only it can make.
        .exceptionallyComposeAsync(
            error ->
                error instanceof CancellationException || Database.mayPass(error)
                    ? CompletableFuture.failedFuture(error)
                    : put(dead(finished, error)));
  }

  private CompletableFuture<Void> put(Finished finished) {
    try {
      return commits.put(finished);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Finished dead(Finished finished, Throwable error) {
    LOG.warn("a claim cannot be published, its deliveries are dead: {}", Database.describe(error));
    List<Outcome> outcomes =
        finished.claim().deliveries().stream()
            .map(
                d -> Outcome.of(d, Status.DEAD, "cannot be published: " + Database.describe(error)))
            .toList();
    return new Finished(finished.claim(), List.of(), outcomes, List.of(), null);
  }

  private void commit(List<Finished> batch) throws SQLException {
    Instant now = clock.instant();
    Transaction done = database.durably(connection -> new Transaction(connection, now).run(batch));
    done.told.forEach(Runnable::run);
    done.afterCommit.run();
    if (done.followed) {
      inbox.arrived();
    }
    if (done.revoked) {
      accounts.read();
    }
  }

  /** The working state of one transaction. */
  private final class Transaction {
    private final Connection connection;
    private final Instant now;
    private final Map<String, UUID> taken = new LinkedHashMap<>();
    private final Map<String, Snapshot> written = new LinkedHashMap<>();
    private final List<EventTable.Row> rows = new ArrayList<>();
    private final List<Runnable> told = new ArrayList<>();
    private Map<String, UUID> owners = Map.of();
    private Map<String, Snapshot> known = Map.of();
    private long seq;
    private final List<Published> published = new ArrayList<>();
    private Runnable afterCommit = () -> {};
    private boolean revoked;
    private boolean followed;
    private final List<SyncBooks.Step> syncSteps = new ArrayList<>();
    private SyncBooks.Result synced = SyncBooks.Result.NOTHING;

    Transaction(Connection connection, Instant now) {
      this.connection = connection;
      this.now = now;
    }

    Transaction run(List<Finished> batch) throws SQLException {
      seq = events.takeHead(connection);
      long first = seq;
      Holding holding = settler.hold(connection, batch.stream().map(Finished::claim).toList());
      List<Finished> ours =
          batch.stream().filter(f -> holding.stillOurs(f.claim().leased())).toList();
      read(ours);
      List<Settlement> settlements = new ArrayList<>();
      for (Finished finished : ours) {
        settlements.add(new Settlement(finished.claim(), outcomes(finished), finished.retryAt()));
      }
      if (!syncSteps.isEmpty()) {
        synced = syncs.settle(connection, syncSteps, now);
        for (SyncBooks.Failure failure : synced.failures()) {
          append(failure);
        }
        told.addAll(synced.afterCommit());
      }
      IdempotencyKeys.own(connection, taken, owners.keySet(), now);
      snapshots.write(connection, written.values(), Set.copyOf(known.keySet()), now);
      events.append(connection, rows, now);
      if (!published.isEmpty()) {
        afterCommit = subscribers.fanOut(connection, published, now);
      }
      if (seq > first) {
        events.moveHead(connection, seq);
      }
      settler.settle(connection, holding, settlements, now);
      // After it: a settle forgets keys by what it saw when it took hold of them.
      follow(ours);
      return this;
    }

    private void read(List<Finished> batch) throws SQLException {
      List<String> keys = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      for (Finished finished : batch) {
        finished.claim().deliveries().forEach(d -> keys.add(d.keyId()));
        finished.followUps().forEach(d -> keys.add(d.keyId()));
        for (Publication publication : finished.publications()) {
          ids.add(publication.snapshotId());
          if (publication.alternateType() != null) {
            ids.add(publication.alternateId());
          }
        }
      }
      owners = IdempotencyKeys.owners(connection, keys);
      known = snapshots.read(connection, ids);
    }

    /** One that was done for another delivery is not done again. */
    private void follow(List<Finished> batch) throws SQLException {
      List<Delivery> fresh =
          batch.stream()
              .flatMap(finished -> finished.followUps().stream())
              .filter(d -> !owners.containsKey(d.keyId()) && !taken.containsKey(d.keyId()))
              .toList();
      List<Delivery> all = new ArrayList<>(fresh);
      all.addAll(synced.deliveries());
      followed = !all.isEmpty();
      if (followed) {
        inbox.store(connection, all);
      }
    }

    private List<Outcome> outcomes(Finished finished) throws SQLException {
      Map<UUID, Outcome> outcomes = new LinkedHashMap<>();
      finished.outcomes().forEach(o -> outcomes.put(o.delivery(), o));
      for (Publication publication : finished.publications()) {
        publish(publication, outcomes);
      }
      for (Delivery delivery : finished.claim().deliveries()) {
        Outcome outcome = outcomes.computeIfPresent(delivery.id(), (id, o) -> ended(delivery, o));
        if (outcome != null) {
          told.add(() -> listener.settled(delivery, outcome, now));
          if (delivery.isSync()) {
            syncSteps.add(new SyncBooks.Step(delivery, outcome, finished.page(delivery)));
          }
        }
      }
      return List.copyOf(outcomes.values());
    }

    private void publish(Publication publication, Map<UUID, Outcome> outcomes) throws SQLException {
      List<Delivery> fresh = publication.sources().stream().filter(this::take).toList();
      Decision decision = fresh.isEmpty() ? null : decide(publication);
      List<UUID> made = new ArrayList<>();
      if (decision != null) {
        for (Decision.News news : decision.news()) {
          made.add(append(publication, news));
        }
        Listing listing = Listing.of(publication.first());
        decision.snapshots().forEach(s -> written.put(s.id(), s.listedAs(listing)));
        if (publication.revokes()) {
          accounts.revoke(connection, publication.account().id(), now);
          revoked = true;
        }
      }
      for (Delivery source : publication.sources()) {
        Status status =
            !fresh.contains(source)
                ? Status.DUPLICATE
                : source == fresh.get(0) ? decision.status() : Status.MERGED;
        Outcome before = outcomes.get(source.id());
        List<UUID> all = new ArrayList<>(before == null ? List.of() : before.eventIds());
        all.addAll(made);
        Outcome outcome = Outcome.of(source, status, publication.error()).with(status, all);
        // One delivery may concern two records: what made an event counts.
        outcomes.put(
            source.id(),
            before != null && before.status() == Status.DONE
                ? outcome.with(Status.DONE, all)
                : outcome);
      }
    }

    private Decision decide(Publication publication) {
      return new Comparison(
              publication,
              snapshot(publication.snapshotId()),
              publication.alternateType() == null ? null : snapshot(publication.alternateId()))
          .decide();
    }

    private Snapshot snapshot(String id) {
      Snapshot now = written.get(id);
      return now != null ? now : known.get(id);
    }

    /** What ended without a publication uses its key too: of two twins one is the repeat. */
    private Outcome ended(Delivery delivery, Outcome outcome) {
      boolean ended =
          outcome.status() == Status.IGNORED
              || delivery.isFollowUp() && outcome.status() == Status.DONE;
      return ended && !take(delivery) ? outcome.with(Status.DUPLICATE, List.of()) : outcome;
    }

    /** False if another delivery has used this one's idempotency key. */
    private boolean take(Delivery delivery) {
      UUID owner = taken.getOrDefault(delivery.keyId(), owners.get(delivery.keyId()));
      if (owner == null || !keyWindow.covers(owner, delivery)) {
        taken.put(delivery.keyId(), delivery.id());
        return true;
      }
      return owner.equals(delivery.id());
    }

    private UUID append(Publication publication, Decision.News news) throws SQLException {
      UUID id = ids.generate();
      String property =
          Snapshot.propertyOf(
              news.type(), news.previous() == null ? news.record() : news.previous());
      String text;
      try {
        text = envelope.write(id, now, publication, news);
      } catch (JsonProcessingException e) {
        throw new SQLException("an event cannot be written: " + e.getOriginalMessage(), e);
      }
      String record = publication.recordId();
      append(id, publication.account(), news.eventType(), record, property, text);
      told.add(() -> listener.published(publication, news.eventType(), now));
      return id;
    }

    private void append(SyncBooks.Failure failure) throws SQLException {
      UUID id = ids.generate();
      Account account = failure.account();
      String text;
      try {
        text = envelope.writeOfSync(id, now, SyncBooks.FAILED, account, failure.record());
      } catch (JsonProcessingException e) {
        throw new SQLException("an event cannot be written: " + e.getOriginalMessage(), e);
      }
      append(id, account, SyncBooks.FAILED, account.id().toString(), null, text);
    }

    private void append(
        UUID id, Account account, String eventType, String record, String property, String text) {
      rows.add(new EventTable.Row(++seq, id, eventType, account.id(), property, text));
      published.add(
          new Published(
              seq,
              id,
              eventType,
              account.workspaceId(),
              property,
              Published.record(account.id(), eventType, record),
              text));
    }
  }

  @Override
  public void close() throws InterruptedException {
    commits.close();
  }
}
