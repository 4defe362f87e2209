package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
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

/**
 * Decides the outcomes of claims: compares drafts with snapshots, gives each message its outcome,
 * and collects what the transaction writes. It writes nothing itself.
 */
final class ClaimDecider {
  private final BatchIdempotencyKeys keys;
  private final BatchSnapshots snapshots;
  private final EventAppender events;
  private final EventLogListener listener;
  private final Instant now;
  private final List<UnmappedValueTable.Seen> unmapped = new ArrayList<>();
  private final Set<UUID> revokedAccounts = new LinkedHashSet<>();
  private final List<SyncSettlement.Step> syncSteps = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  ClaimDecider(
      BatchIdempotencyKeys keys,
      BatchSnapshots snapshots,
      EventAppender events,
      EventLogListener listener,
      Instant now) {
    this.keys = keys;
    this.snapshots = snapshots;
    this.events = events;
    this.listener = listener;
    this.now = now;
  }

  List<UnmappedValueTable.Seen> unmapped() {
    return unmapped;
  }

  /** The accounts whose authorization has ended. */
  Set<UUID> revokedAccounts() {
    return revokedAccounts;
  }

  List<SyncSettlement.Step> syncSteps() {
    return syncSteps;
  }

  /** The calls of the listener that follow the commit. */
  List<Runnable> afterCommit() {
    return afterCommit;
  }

  List<MessageOutcome> decide(ClaimOutcome claim) throws SQLException {
    Map<UUID, MessageOutcome> outcomes = new LinkedHashMap<>();
    claim.outcomes().forEach(o -> outcomes.put(o.message(), o));
    Set<UUID> ofOneDraft = sourcesOfOneDraft(claim);
    for (EventDraft draft : claim.drafts()) {
      boolean mayWait =
          draft.sources().stream().map(InboxMessage::id).allMatch(ofOneDraft::contains);
      decide(draft, mayWait, outcomes);
    }
    for (InboxMessage message : claim.claim().messages()) {
      MessageOutcome outcome =
          outcomes.computeIfPresent(message.id(), (id, o) -> ended(message, o));
      if (outcome != null) {
        afterCommit.add(() -> listener.settled(message, outcome, now));
        if (message.isSync()) {
          syncSteps.add(new SyncSettlement.Step(message, outcome, claim.page(message)));
        }
      }
    }
    return List.copyOf(outcomes.values());
  }

  /** The messages of a single draft; the drafts of one message cannot wait without each other. */
  private static Set<UUID> sourcesOfOneDraft(ClaimOutcome claim) {
    Set<UUID> once = new HashSet<>();
    Set<UUID> more = new HashSet<>();
    for (EventDraft draft : claim.drafts()) {
      for (InboxMessage source : draft.sources()) {
        if (!once.add(source.id())) {
          more.add(source.id());
        }
      }
    }
    once.removeAll(more);
    return once;
  }

  private void decide(EventDraft draft, boolean mayWait, Map<UUID, MessageOutcome> outcomes)
      throws SQLException {
    List<InboxMessage> fresh = draft.sources().stream().filter(keys::take).toList();
    EventDecision decision = fresh.isEmpty() ? null : compare(draft, mayWait);
    if (fresh.isEmpty() && mayBeNews(draft)) {
      decision = compare(draft, mayWait);
      boolean isNews = !decision.news().isEmpty() || decision.status() == MessageStatus.PENDING;
      fresh = isNews ? draft.sources() : fresh;
      decision = isNews ? decision : null;
    }
    boolean waits = decision != null && decision.status() == MessageStatus.PENDING;
    Set<String> warnings = new LinkedHashSet<>(draft.warnings());
    List<UUID> made = decision == null || waits ? List.of() : apply(draft, decision, warnings);
    for (InboxMessage source : draft.sources()) {
      boolean isFresh = fresh.contains(source);
      if (waits && isFresh) {
        outcomes.put(source.id(), RereadOutcome.later(source, now));
        continue;
      }
      MessageStatus status =
          !isFresh
              ? MessageStatus.DUPLICATE
              : source == fresh.get(0) ? decision.status() : MessageStatus.MERGED;
      MessageOutcome outcome = MessageOutcome.of(source, status, why(draft, warnings));
      outcomes.put(source.id(), joined(outcomes.get(source.id()), outcome, made));
    }
  }

  /** A repeated message may still lead to an event if Bellhop has read the record again. */
  private static boolean mayBeNews(EventDraft draft) {
    return draft.compared()
        && !draft.failed()
        && draft.sources().stream().allMatch(InboxMessage::asksToRead);
  }

  private EventDecision compare(EventDraft draft, boolean mayWait) {
    return new SnapshotComparison(
            draft,
            snapshots.get(draft.snapshotId()),
            draft.alternateType() == null ? null : snapshots.get(draft.alternateId()),
            mayWait)
        .decide();
  }

  private List<UUID> apply(EventDraft draft, EventDecision decision, Set<String> warnings)
      throws SQLException {
    warnings.addAll(decision.warnings());
    List<UUID> made = new ArrayList<>();
    for (EventDecision.News news : decision.news()) {
      made.add(events.append(draft, news, warnings));
      afterCommit.add(() -> listener.published(draft, news.eventType(), now));
    }
    InboxMessage first = draft.first();
    decision
        .snapshots()
        .forEach(s -> snapshots.put(s.withEntry(first.isSyncEntry() ? first.sync() : null), draft));
    String provider = draft.account().provider();
    for (UnmappedValue word : draft.unmapped()) {
      unmapped.add(new UnmappedValueTable.Seen(provider, word, first.id()));
      afterCommit.add(() -> listener.unmapped(provider, word.field()));
    }
    if (draft.revokes()) {
      revokedAccounts.add(draft.account().id());
    }
    return made;
  }

  /** A message may be about several records: it is done if one of them has an event. */
  private static MessageOutcome joined(
      MessageOutcome before, MessageOutcome outcome, List<UUID> made) {
    List<UUID> all = new ArrayList<>(before == null ? List.of() : before.eventIds());
    all.addAll(made);
    boolean wasDone = before != null && before.status() == MessageStatus.DONE;
    return outcome.with(wasDone ? MessageStatus.DONE : outcome.status(), all);
  }

  /** Stores the warnings of a draft without an event in the row of its message. */
  private static String why(EventDraft draft, Set<String> warnings) {
    if (warnings.isEmpty()) {
      return draft.error();
    }
    String text = "warnings: " + String.join("; ", warnings);
    return draft.error() == null ? text : draft.error() + "; " + text;
  }

  /** A message without a draft uses its key too, so that a repeat is a duplicate. */
  private MessageOutcome ended(InboxMessage message, MessageOutcome outcome) {
    boolean usesKey =
        outcome.status() == MessageStatus.IGNORED
            || message.isFollowUp() && outcome.status() == MessageStatus.DONE;
    return usesKey && !keys.take(message)
        ? outcome.with(MessageStatus.DUPLICATE, List.of())
        : outcome;
  }
}
