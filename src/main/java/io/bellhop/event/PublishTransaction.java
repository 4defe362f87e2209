package io.bellhop.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.IdempotencyKeys;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.KeyWindow;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageSettlement;
import io.bellhop.inbox.MessageSettler;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.queue.LockedKeys;
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
 * snapshots, keys, messages, the books of syncs and the rows' outcomes are written. Used once.
 */
final class PublishTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(PublishTransaction.class);

  /** What all transactions work with. */
  record Parts(
      Accounts accounts,
      Inbox inbox,
      MessageSettler settler,
      KeyWindow keyWindow,
      Envelope envelope,
      SnapshotTable snapshots,
      EventTable events,
      EventSubscribers subscribers,
      SyncSettlement syncs,
      EventLogListener listener,
      NoArgGenerator ids) {}

  private final Parts parts;
  private final Connection connection;
  private final Instant now;
  private final Map<String, UUID> taken = new LinkedHashMap<>();
  private final Map<String, Snapshot> written = new LinkedHashMap<>();
  private final List<EventTable.Row> rows = new ArrayList<>();
  private final List<Runnable> told = new ArrayList<>();
  private final List<UnmappedValueTable.Seen> unmapped = new ArrayList<>();
  private Map<String, UUID> owners = Map.of();
  private Map<String, Snapshot> known = Map.of();
  private long seq;
  private final List<AppendedEvent> published = new ArrayList<>();
  private Runnable afterCommit = () -> {};
  private boolean revoked;
  private boolean followed;
  private final List<SyncSettlement.Step> syncSteps = new ArrayList<>();
  private SyncSettlement.Result synced = SyncSettlement.Result.NOTHING;

  PublishTransaction(Parts parts, Connection connection, Instant now) {
    this.parts = parts;
    this.connection = connection;
    this.now = now;
  }

  PublishTransaction run(List<ClaimOutcome> batch) throws SQLException {
    seq = parts.events().takeHead(connection);
    long first = seq;
    LockedKeys holding =
        parts
            .settler()
            .hold(
                connection,
                batch.stream().map(ClaimOutcome::claim).toList(),
                batch.stream()
                    .flatMap(finished -> finished.pages().stream())
                    .flatMap(page -> page.fresh().stream())
                    .toList());
    List<ClaimOutcome> ours =
        batch.stream().filter(f -> holding.stillOurs(f.claim().leased())).toList();
    read(ours);
    List<MessageSettlement> settlements = new ArrayList<>();
    for (ClaimOutcome finished : ours) {
      List<MessageOutcome> outcomes = outcomes(finished);
      settlements.add(
          new MessageSettlement(finished.claim(), outcomes, retryAt(finished, outcomes)));
    }
    if (!syncSteps.isEmpty()) {
      synced = parts.syncs().settle(connection, syncSteps, now);
      for (SyncSettlement.Failure failure : synced.failures()) {
        append(failure);
      }
      told.addAll(synced.afterCommit());
    }
    IdempotencyKeys.own(connection, taken, owners.keySet(), now);
    parts.snapshots().write(connection, written.values(), Set.copyOf(known.keySet()), now);
    parts.events().append(connection, rows, now);
    UnmappedValueTable.write(connection, unmapped, now);
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

  private void read(List<ClaimOutcome> batch) throws SQLException {
    List<String> keys = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (ClaimOutcome finished : batch) {
      finished.claim().messages().forEach(d -> keys.add(d.keyId()));
      finished.followUps().forEach(d -> keys.add(d.keyId()));
      for (EventDraft draft : finished.drafts()) {
        ids.add(draft.snapshotId());
        if (draft.alternateType() != null) {
          ids.add(draft.alternateId());
        }
      }
    }
    owners = IdempotencyKeys.owners(connection, keys);
    known = parts.snapshots().read(connection, ids);
  }

  /** One that was done for another message is not done again. */
  private void follow(List<ClaimOutcome> batch) throws SQLException {
    List<InboxMessage> fresh =
        batch.stream()
            .flatMap(finished -> finished.followUps().stream())
            .filter(d -> !owners.containsKey(d.keyId()) && !taken.containsKey(d.keyId()))
            .toList();
    List<InboxMessage> all = new ArrayList<>(fresh);
    all.addAll(synced.messages());
    followed = !all.isEmpty();
    if (followed) {
      parts.inbox().store(connection, all);
    }
  }

  private List<MessageOutcome> outcomes(ClaimOutcome finished) throws SQLException {
    Map<UUID, MessageOutcome> outcomes = new LinkedHashMap<>();
    finished.outcomes().forEach(o -> outcomes.put(o.message(), o));
    Set<UUID> oneThing = sayOneThing(finished);
    for (EventDraft draft : finished.drafts()) {
      boolean mayWait = draft.sources().stream().map(InboxMessage::id).allMatch(oneThing::contains);
      publish(draft, mayWait, outcomes);
    }
    for (InboxMessage message : finished.claim().messages()) {
      MessageOutcome outcome =
          outcomes.computeIfPresent(message.id(), (id, o) -> ended(message, o));
      if (outcome != null) {
        told.add(() -> parts.listener().settled(message, outcome, now));
        if (message.isSync()) {
          syncSteps.add(new SyncSettlement.Step(message, outcome, finished.page(message)));
        }
      }
    }
    return List.copyOf(outcomes.values());
  }

  /** Deliveries that say one thing: of several, one cannot be said again later without all. */
  private static Set<UUID> sayOneThing(ClaimOutcome finished) {
    Set<UUID> once = new HashSet<>();
    Set<UUID> more = new HashSet<>();
    for (EventDraft draft : finished.drafts()) {
      for (InboxMessage source : draft.sources()) {
        if (!once.add(source.id())) {
          more.add(source.id());
        }
      }
    }
    once.removeAll(more);
    return once;
  }

  private void publish(EventDraft draft, boolean mayWait, Map<UUID, MessageOutcome> outcomes)
      throws SQLException {
    List<InboxMessage> fresh = draft.sources().stream().filter(this::take).toList();
    EventDecision decision = fresh.isEmpty() ? null : decide(draft, mayWait);
    boolean waits = decision != null && decision.status() == MessageStatus.PENDING;
    Set<String> warnings = new LinkedHashSet<>(draft.warnings());
    List<UUID> made = new ArrayList<>();
    if (decision != null && !waits) {
      warnings.addAll(decision.warnings());
      for (EventDecision.News news : decision.news()) {
        made.add(append(draft, news, warnings));
      }
      SyncEntry entry = SyncEntry.of(draft.first());
      decision.snapshots().forEach(s -> written.put(s.id(), s.listedAs(entry)));
      count(draft);
      if (draft.revokes()) {
        parts.accounts().revoke(connection, draft.account().id(), now);
        revoked = true;
      }
    }
    for (InboxMessage source : draft.sources()) {
      if (waits && fresh.contains(source)) {
        outcomes.put(source.id(), ReadAgain.later(source, now));
        continue;
      }
      MessageStatus status =
          !fresh.contains(source)
              ? MessageStatus.DUPLICATE
              : source == fresh.get(0) ? decision.status() : MessageStatus.MERGED;
      MessageOutcome before = outcomes.get(source.id());
      List<UUID> all = new ArrayList<>(before == null ? List.of() : before.eventIds());
      all.addAll(made);
      MessageOutcome outcome =
          MessageOutcome.of(source, status, why(draft, warnings)).with(status, all);
      // One message may concern two records: what made an event counts.
      outcomes.put(
          source.id(),
          before != null && before.status() == MessageStatus.DONE
              ? outcome.with(MessageStatus.DONE, all)
              : outcome);
    }
  }

  /** The warnings of what made no event stand nowhere else. */
  private static String why(EventDraft draft, Set<String> warnings) {
    String said = warnings.isEmpty() ? null : "warnings: " + String.join("; ", warnings);
    return draft.error() == null || said == null
        ? (said == null ? draft.error() : said)
        : draft.error() + "; " + said;
  }

  private void count(EventDraft draft) {
    for (UnmappedValue word : draft.unmapped()) {
      unmapped.add(
          new UnmappedValueTable.Seen(draft.account().provider(), word, draft.first().id()));
      told.add(() -> parts.listener().unmapped(draft.account().provider(), word.field()));
    }
  }

  private static Instant retryAt(ClaimOutcome finished, List<MessageOutcome> outcomes) {
    Instant at = finished.retryAt();
    for (MessageOutcome outcome : outcomes) {
      boolean waits = outcome.status() == MessageStatus.PENDING && outcome.dueAt() != null;
      at = waits && (at == null || outcome.dueAt().isAfter(at)) ? outcome.dueAt() : at;
    }
    return at;
  }

  private EventDecision decide(EventDraft draft, boolean mayWait) {
    return new SnapshotComparison(
            draft,
            snapshot(draft.snapshotId()),
            draft.alternateType() == null ? null : snapshot(draft.alternateId()),
            mayWait)
        .decide();
  }

  private Snapshot snapshot(String id) {
    Snapshot now = written.get(id);
    return now != null ? now : known.get(id);
  }

  /** What ended without a publication uses its key too: of two twins one is the repeat. */
  private MessageOutcome ended(InboxMessage message, MessageOutcome outcome) {
    boolean ended =
        outcome.status() == MessageStatus.IGNORED
            || message.isFollowUp() && outcome.status() == MessageStatus.DONE;
    return ended && !take(message) ? outcome.with(MessageStatus.DUPLICATE, List.of()) : outcome;
  }

  /** False if another message has used this one's idempotency key. */
  private boolean take(InboxMessage message) {
    UUID owner = taken.getOrDefault(message.keyId(), owners.get(message.keyId()));
    if (owner == null || !parts.keyWindow().covers(owner, message)) {
      taken.put(message.keyId(), message.id());
      return true;
    }
    return owner.equals(message.id());
  }

  private UUID append(EventDraft draft, EventDecision.News news, Set<String> warnings)
      throws SQLException {
    UUID id = parts.ids().generate();
    String property =
        Snapshot.propertyOf(news.type(), news.previous() == null ? news.record() : news.previous());
    String text;
    try {
      text = parts.envelope().write(id, now, draft, news, warnings);
    } catch (JsonProcessingException e) {
      throw new SQLException("an event cannot be written: " + e.getOriginalMessage(), e);
    }
    String record = draft.recordId();
    append(id, draft.account(), news.eventType(), record, property, text);
    told.add(() -> parts.listener().published(draft, news.eventType(), now));
    return id;
  }

  private void append(SyncSettlement.Failure failure) throws SQLException {
    UUID id = parts.ids().generate();
    Account account = failure.account();
    String text;
    try {
      text =
          parts.envelope().writeOfSync(id, now, SyncSettlement.FAILED, account, failure.record());
    } catch (JsonProcessingException e) {
      throw new SQLException("an event cannot be written: " + e.getOriginalMessage(), e);
    }
    append(id, account, SyncSettlement.FAILED, account.id().toString(), null, text);
  }

  private void append(
      UUID id, Account account, String eventType, String record, String property, String text) {
    rows.add(new EventTable.Row(++seq, id, eventType, account.id(), property, text));
    published.add(
        new AppendedEvent(
            seq,
            id,
            eventType,
            account.workspaceId(),
            property,
            AppendedEvent.record(account.id(), eventType, record),
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
      steps.add(parts.accounts()::refresh);
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
