package io.bellhop.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import io.bellhop.queue.Holding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction that publishes: the log's head is taken, outcomes are decided, and events,
 * snapshots, keys, deliveries, the books of syncs and the rows' outcomes are written. Used once.
 */
final class PublishTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(PublishTransaction.class);

  /** What all transactions work with. */
  record Parts(
      Accounts accounts,
      Inbox inbox,
      Settler settler,
      KeyWindow keyWindow,
      Envelope envelope,
      SnapshotTable snapshots,
      EventTable events,
      Subscribers subscribers,
      SyncBooks syncs,
      PublishListener listener,
      NoArgGenerator ids) {}

  private final Parts parts;
  private final Connection connection;
  private final Instant now;
  private final Map<String, UUID> taken = new LinkedHashMap<>();
  private final Map<String, Snapshot> written = new LinkedHashMap<>();
  private final List<EventTable.Row> rows = new ArrayList<>();
  private final List<Runnable> told = new ArrayList<>();
  private final List<UnmappedTable.Seen> unmapped = new ArrayList<>();
  private Map<String, UUID> owners = Map.of();
  private Map<String, Snapshot> known = Map.of();
  private long seq;
  private final List<Published> published = new ArrayList<>();
  private Runnable afterCommit = () -> {};
  private boolean revoked;
  private boolean followed;
  private final List<SyncBooks.Step> syncSteps = new ArrayList<>();
  private SyncBooks.Result synced = SyncBooks.Result.NOTHING;

  PublishTransaction(Parts parts, Connection connection, Instant now) {
    this.parts = parts;
    this.connection = connection;
    this.now = now;
  }

  PublishTransaction run(List<Finished> batch) throws SQLException {
    seq = parts.events().takeHead(connection);
    long first = seq;
    Holding holding =
        parts
            .settler()
            .hold(
                connection,
                batch.stream().map(Finished::claim).toList(),
                batch.stream()
                    .flatMap(finished -> finished.pages().stream())
                    .flatMap(page -> page.fresh().stream())
                    .toList());
    List<Finished> ours =
        batch.stream().filter(f -> holding.stillOurs(f.claim().leased())).toList();
    read(ours);
    List<Settlement> settlements = new ArrayList<>();
    for (Finished finished : ours) {
      List<Outcome> outcomes = outcomes(finished);
      settlements.add(new Settlement(finished.claim(), outcomes, retryAt(finished, outcomes)));
    }
    if (!syncSteps.isEmpty()) {
      synced = parts.syncs().settle(connection, syncSteps, now);
      for (SyncBooks.Failure failure : synced.failures()) {
        append(failure);
      }
      told.addAll(synced.afterCommit());
    }
    IdempotencyKeys.own(connection, taken, owners.keySet(), now);
    parts.snapshots().write(connection, written.values(), Set.copyOf(known.keySet()), now);
    parts.events().append(connection, rows, now);
    UnmappedTable.write(connection, unmapped, now);
    if (!published.isEmpty()) {
      afterCommit = parts.subscribers().fanOut(connection, published, now);
    }
    if (seq > first) {
      parts.events().moveHead(connection, seq);
    }
    parts.settler().settle(connection, holding, settlements, now);
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
    known = parts.snapshots().read(connection, ids);
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
      parts.inbox().store(connection, all);
    }
  }

  private List<Outcome> outcomes(Finished finished) throws SQLException {
    Map<UUID, Outcome> outcomes = new LinkedHashMap<>();
    finished.outcomes().forEach(o -> outcomes.put(o.delivery(), o));
    Set<UUID> oneThing = sayOneThing(finished);
    for (Publication publication : finished.publications()) {
      boolean mayWait =
          publication.sources().stream().map(Delivery::id).allMatch(oneThing::contains);
      publish(publication, mayWait, outcomes);
    }
    for (Delivery delivery : finished.claim().deliveries()) {
      Outcome outcome = outcomes.computeIfPresent(delivery.id(), (id, o) -> ended(delivery, o));
      if (outcome != null) {
        told.add(() -> parts.listener().settled(delivery, outcome, now));
        if (delivery.isSync()) {
          syncSteps.add(new SyncBooks.Step(delivery, outcome, finished.page(delivery)));
        }
      }
    }
    return List.copyOf(outcomes.values());
  }

  /** Deliveries that say one thing: of several, one cannot be said again later without all. */
  private static Set<UUID> sayOneThing(Finished finished) {
    Set<UUID> once = new HashSet<>();
    Set<UUID> more = new HashSet<>();
    for (Publication publication : finished.publications()) {
      for (Delivery source : publication.sources()) {
        if (!once.add(source.id())) {
          more.add(source.id());
        }
      }
    }
    once.removeAll(more);
    return once;
  }

  private void publish(Publication publication, boolean mayWait, Map<UUID, Outcome> outcomes)
      throws SQLException {
    List<Delivery> fresh = publication.sources().stream().filter(this::take).toList();
    Decision decision = fresh.isEmpty() ? null : decide(publication, mayWait);
    boolean waits = decision != null && decision.status() == Status.PENDING;
    Set<String> warnings = new LinkedHashSet<>(publication.warnings());
    List<UUID> made = new ArrayList<>();
    if (decision != null && !waits) {
      warnings.addAll(decision.warnings());
      for (Decision.News news : decision.news()) {
        made.add(append(publication, news, warnings));
      }
      Listing listing = Listing.of(publication.first());
      decision.snapshots().forEach(s -> written.put(s.id(), s.listedAs(listing)));
      count(publication);
      if (publication.revokes()) {
        parts.accounts().revoke(connection, publication.account().id(), now);
        revoked = true;
      }
    }
    for (Delivery source : publication.sources()) {
      if (waits && fresh.contains(source)) {
        outcomes.put(source.id(), ReadAgain.later(source, now));
        continue;
      }
      Status status =
          !fresh.contains(source)
              ? Status.DUPLICATE
              : source == fresh.get(0) ? decision.status() : Status.MERGED;
      Outcome before = outcomes.get(source.id());
      List<UUID> all = new ArrayList<>(before == null ? List.of() : before.eventIds());
      all.addAll(made);
      Outcome outcome = Outcome.of(source, status, why(publication, warnings)).with(status, all);
      // One delivery may concern two records: what made an event counts.
      outcomes.put(
          source.id(),
          before != null && before.status() == Status.DONE
              ? outcome.with(Status.DONE, all)
              : outcome);
    }
  }

  /** The warnings of what made no event stand nowhere else. */
  private static String why(Publication publication, Set<String> warnings) {
    String said = warnings.isEmpty() ? null : "warnings: " + String.join("; ", warnings);
    return publication.error() == null || said == null
        ? (said == null ? publication.error() : said)
        : publication.error() + "; " + said;
  }

  private void count(Publication publication) {
    for (UnmappedWord word : publication.unmapped()) {
      unmapped.add(
          new UnmappedTable.Seen(publication.account().provider(), word, publication.first().id()));
      told.add(() -> parts.listener().unmapped(publication.account().provider(), word.field()));
    }
  }

  private static Instant retryAt(Finished finished, List<Outcome> outcomes) {
    Instant at = finished.retryAt();
    for (Outcome outcome : outcomes) {
      boolean waits = outcome.status() == Status.PENDING && outcome.dueAt() != null;
      at = waits && (at == null || outcome.dueAt().isAfter(at)) ? outcome.dueAt() : at;
    }
    return at;
  }

  private Decision decide(Publication publication, boolean mayWait) {
    return new Comparison(
            publication,
            snapshot(publication.snapshotId()),
            publication.alternateType() == null ? null : snapshot(publication.alternateId()),
            mayWait)
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
    if (owner == null || !parts.keyWindow().covers(owner, delivery)) {
      taken.put(delivery.keyId(), delivery.id());
      return true;
    }
    return owner.equals(delivery.id());
  }

  private UUID append(Publication publication, Decision.News news, Set<String> warnings)
      throws SQLException {
    UUID id = parts.ids().generate();
    String property =
        Snapshot.propertyOf(news.type(), news.previous() == null ? news.record() : news.previous());
    String text;
    try {
      text = parts.envelope().write(id, now, publication, news, warnings);
    } catch (JsonProcessingException e) {
      throw new SQLException("an event cannot be written: " + e.getOriginalMessage(), e);
    }
    String record = publication.recordId();
    append(id, publication.account(), news.eventType(), record, property, text);
    told.add(() -> parts.listener().published(publication, news.eventType(), now));
    return id;
  }

  private void append(SyncBooks.Failure failure) throws SQLException {
    UUID id = parts.ids().generate();
    Account account = failure.account();
    String text;
    try {
      text = parts.envelope().writeOfSync(id, now, SyncBooks.FAILED, account, failure.record());
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

  /**
   * To be called when the transaction is on disk. It never fails: what goes wrong here has nothing
   * to do with what was written, and must not have it written again.
   */
  void committed() {
    List<Runnable> steps = new ArrayList<>(told);
    steps.add(afterCommit);
    if (followed) {
      steps.add(parts.inbox()::arrived);
    }
    if (revoked) {
      steps.add(parts.accounts()::look);
    }
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("what was written stands, but not all could be done about it", e);
      }
    }
  }
}
