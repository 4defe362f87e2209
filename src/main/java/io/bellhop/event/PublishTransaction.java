package io.bellhop.event;

import io.bellhop.account.Accounts;
import io.bellhop.event.CalendarConflicts.Change;
import io.bellhop.inbox.CallTable;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageSettlement;
import io.bellhop.inbox.MessageSettler;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.inbox.RecordedCall;
import io.bellhop.queue.LockedKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction that publishes a batch of claims: it locks the log's head and then the order
 * keys, decides outcomes, and writes idempotency keys, snapshots, events, deliveries, the state of
 * sync runs, outcomes and new messages. Used once.
 */
final class PublishTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(PublishTransaction.class);

  /** The parts that all transactions share. */
  record Parts(
      Accounts accounts,
      Inbox inbox,
      MessageSettler settler,
      IdempotencyWindow keyWindow,
      EventStore store,
      EventPublisher.Participants participants) {}

  private final Parts parts;
  private final Connection connection;
  private final Instant now;
  private final List<Runnable> afterCommit = new ArrayList<>();

  PublishTransaction(Parts parts, Connection connection, Instant now) {
    this.parts = parts;
    this.connection = connection;
    this.now = now;
  }

  PublishTransaction run(List<ClaimOutcome> batch) throws SQLException {
    EventStore store = parts.store();
    EventAppender events = store.appender(connection, now);
    LockedKeys locked = lock(batch);
    List<ClaimOutcome> ours = batch.stream().filter(one -> isOurs(one.claim(), locked)).toList();
    BatchIdempotencyKeys keys =
        BatchIdempotencyKeys.read(connection, keysOf(ours), parts.keyWindow());
    BatchSnapshots snapshots = new BatchSnapshots(store.snapshots(), connection, snapshotsOf(ours));
    ClaimDecider decider =
        new ClaimDecider(keys, snapshots, events, parts.participants().log(), now);
    List<MessageSettlement> settlements = new ArrayList<>();
    Map<UUID, List<RecordedCall>> calls = new HashMap<>();
    for (ClaimOutcome claim : ours) {
      calls.putAll(claim.calls());
      List<MessageOutcome> outcomes = decider.decide(claim);
      settlements.add(new MessageSettlement(claim.claim(), outcomes, retryAt(claim, outcomes)));
    }
    revoke(decider);
    afterCommit.addAll(decider.afterCommit());
    SyncSettlement.Result synced = settleSyncs(decider.syncSteps(), events);
    keys.write(connection, now);
    snapshots.write(connection, now);
    if (parts.participants().findsConflicts()) {
      StayLinkQueue.append(connection, snapshots, parts.accounts()::isAlone);
    }
    writeNights(snapshots, events);
    Runnable delivered = events.write(connection, parts.participants().subscribers());
    CallTable.write(connection, calls);
    UnmappedValueTable.write(connection, decider.unmapped(), now);
    parts.settler().settle(connection, locked, settlements, now);
    afterCommit.add(delivered);
    // After the settlement, which deletes keys by their state when it locked them.
    storeNewMessages(ours, keys, synced);
    if (!decider.revokedAccounts().isEmpty()) {
      afterCommit.add(parts.accounts()::refresh);
    }
    return this;
  }

  private void writeNights(BatchSnapshots snapshots, EventAppender events) throws SQLException {
    List<Change> conflicts =
        snapshots.writeNights(connection, parts.participants().findsConflicts(), now);
    EventLogListener log = parts.participants().log();
    for (EventDraft cause : snapshots.appendConflicts(connection, events, conflicts)) {
      afterCommit.add(() -> log.published(cause, ConflictRecord.EVENT, now));
    }
  }

  /**
   * Whether this node still has a claim. No other node can have a claim that the database does not
   * have yet.
   */
  private static boolean isOurs(Claim claim, LockedKeys locked) {
    return !claim.isStored() || locked.stillOurs(claim.leased());
  }

  private LockedKeys lock(List<ClaimOutcome> batch) throws SQLException {
    return parts
        .settler()
        .hold(
            connection,
            batch.stream().map(ClaimOutcome::claim).toList(),
            batch.stream()
                .flatMap(
                    claim ->
                        Stream.concat(
                            claim.pages().stream().flatMap(page -> page.fresh().stream()),
                            claim.followUps().stream().filter(InboxMessage::isReadAgain)))
                .toList());
  }

  private static List<String> keysOf(List<ClaimOutcome> batch) {
    List<String> keys = new ArrayList<>();
    for (ClaimOutcome claim : batch) {
      claim.claim().messages().forEach(message -> keys.add(message.keyId()));
      claim.followUps().forEach(message -> keys.add(message.keyId()));
    }
    return keys;
  }

  private static List<String> snapshotsOf(List<ClaimOutcome> batch) {
    List<String> ids = new ArrayList<>();
    for (ClaimOutcome claim : batch) {
      for (EventDraft draft : claim.drafts()) {
        ids.add(draft.snapshotId());
        if (draft.alternateType() != null) {
          ids.add(draft.alternateId());
        }
      }
    }
    return ids;
  }

  /** When the key may be claimed again; null if none of its messages waits. */
  private static Instant retryAt(ClaimOutcome claim, List<MessageOutcome> outcomes) {
    Instant at = claim.retryAt();
    for (MessageOutcome outcome : outcomes) {
      boolean waits = outcome.status() == MessageStatus.PENDING && outcome.dueAt() != null;
      at = waits && (at == null || outcome.dueAt().isAfter(at)) ? outcome.dueAt() : at;
    }
    return at;
  }

  private void revoke(ClaimDecider decider) throws SQLException {
    for (UUID account : decider.revokedAccounts()) {
      parts.accounts().revoke(connection, account, now);
    }
  }

  private SyncSettlement.Result settleSyncs(List<SyncSettlement.Step> steps, EventAppender events)
      throws SQLException {
    if (steps.isEmpty()) {
      return SyncSettlement.Result.NOTHING;
    }
    SyncSettlement.Result result = parts.participants().syncs().settle(connection, steps, now);
    for (SyncSettlement.Failure failure : result.failures()) {
      events.append(failure);
    }
    afterCommit.addAll(result.afterCommit());
    return result;
  }

  /**
   * Stores follow-ups, unless another message has stored the same, and the next messages of syncs.
   */
  private void storeNewMessages(
      List<ClaimOutcome> batch, BatchIdempotencyKeys keys, SyncSettlement.Result synced)
      throws SQLException {
    List<InboxMessage> all = new ArrayList<>();
    List<InboxMessage> later = new ArrayList<>();
    batch.stream()
        .flatMap(claim -> claim.followUps().stream())
        .filter(message -> message.isReadLater() || keys.isUnused(message))
        .forEach(message -> (message.isReadLater() ? later : all).add(message));
    all.addAll(synced.messages());
    if (!later.isEmpty()) {
      parts.inbox().storeOnce(connection, later);
      afterCommit.add(parts.inbox()::arrived);
    }
    if (!all.isEmpty()) {
      parts.inbox().store(connection, all);
      afterCommit.add(parts.inbox()::arrived);
    }
  }

  /**
   * Runs the actions that follow the commit. It never throws: an error here does not affect the
   * committed data, and must not cause a second write.
   */
  void committed() {
    for (Runnable step : afterCommit) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("the transaction is committed, but a step after it failed", e);
      }
    }
  }
}
