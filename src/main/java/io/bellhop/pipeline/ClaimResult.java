package io.bellhop.pipeline;

import io.bellhop.event.ClaimOutcome;
import io.bellhop.event.EventDraft;
import io.bellhop.event.SyncPage;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.inbox.RecordedCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Collects the results of routes for the messages of one claim. Each exchange carries it; a merged
 * exchange may complete on another thread, so it is synchronized.
 */
final class ClaimResult {
  private record FollowUp(List<UUID> sources, InboxMessage message) {}

  private final Claim claim;
  private final Set<UUID> settledIds = new HashSet<>();
  private final Map<UUID, MessageOutcome> outcomes = new HashMap<>();
  private final List<EventDraft> drafts = new ArrayList<>();
  private final List<FollowUp> followUps = new ArrayList<>();
  private final List<SyncPage> pages = new ArrayList<>();
  private final Set<UUID> failed = new HashSet<>();
  private final Map<String, UUID> keys = new HashMap<>();
  private final Map<UUID, InboxMessage> keyed = new HashMap<>();
  private final IdempotencyWindow keyWindow;
  private final Map<UUID, List<RecordedCall>> calls = new HashMap<>();
  private Instant retryAt;

  ClaimResult(Claim claim, IdempotencyWindow keyWindow) {
    this.claim = claim;
    this.keyWindow = keyWindow;
  }

  synchronized void publish(EventDraft draft) {
    if (failed(draft.sources())) {
      return;
    }
    drafts.add(draft);
    draft.sources().forEach(source -> settledIds.add(source.id()));
    notifyAll();
  }

  /** Adds work for after the commit of these messages, which is not their outcome. */
  synchronized void followUp(List<InboxMessage> sources, InboxMessage followUp) {
    if (!failed(sources)) {
      followUps.add(new FollowUp(sources.stream().map(InboxMessage::id).toList(), followUp));
    }
  }

  /** Ends a message whose page of a provider's list was read. */
  synchronized void addPage(SyncPage page) {
    pages.add(page);
    end(List.of(page.message()), MessageStatus.DONE, null);
  }

  /** If one of a message's drafts fails, Bellhop retries the whole message. */
  private boolean failed(List<InboxMessage> sources) {
    return sources.stream().anyMatch(source -> failed.contains(source.id()));
  }

  synchronized void end(List<InboxMessage> messages, MessageStatus status, String error) {
    for (InboxMessage message : messages) {
      if (settledIds.add(message.id())) {
        outcomes.put(message.id(), MessageOutcome.of(message, status, error));
      }
    }
    notifyAll();
  }

  /**
   * Discards the results of these messages, because Bellhop retries them or they are dead letters.
   */
  synchronized void fail(List<InboxMessage> messages, List<MessageOutcome> instead, Instant at) {
    Set<UUID> ids = new HashSet<>();
    messages.forEach(message -> ids.add(message.id()));
    drafts.removeIf(p -> p.sources().stream().anyMatch(s -> ids.contains(s.id())));
    followUps.removeIf(f -> f.sources().stream().anyMatch(ids::contains));
    failed.addAll(ids);
    instead.forEach(outcome -> outcomes.put(outcome.message(), outcome));
    settledIds.addAll(ids);
    if (at != null) {
      retryAt = at;
    }
    notifyAll();
  }

  synchronized boolean isSettled(InboxMessage message) {
    return settledIds.contains(message.id());
  }

  synchronized boolean mustWait() {
    return retryAt != null;
  }

  /**
   * Waits until all of these messages have a result.
   *
   * @return false if that takes too long
   */
  synchronized boolean await(List<InboxMessage> messages, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    while (!messages.stream().allMatch(d -> settledIds.contains(d.id()))) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /**
   * Whether a message may use its idempotency key: no other message has used it, neither in this
   * claim nor before. A second call returns the same answer.
   */
  synchronized boolean ownsIdempotencyKey(InboxMessage message) {
    UUID owner = keys.getOrDefault(message.idempotencyKey(), message.keyOwner());
    if (owner == null || !keyWindow.covers(owner, message)) {
      keys.put(message.idempotencyKey(), message.id());
      return true;
    }
    return owner.equals(message.id());
  }

  /** Gives a message another idempotency key than the one from its listener. */
  synchronized void keyed(InboxMessage message) {
    keyed.put(message.id(), message);
  }

  /** Adds a call of the provider's API for these messages, with any answer. */
  synchronized void called(List<InboxMessage> messages, RecordedCall call) {
    messages.forEach(
        message -> calls.computeIfAbsent(message.id(), id -> new ArrayList<>()).add(call));
  }

  synchronized ClaimOutcome finished() {
    return new ClaimOutcome(
        keyed.isEmpty() ? claim : claim.with(d -> keyed.getOrDefault(d.id(), d)),
        List.copyOf(drafts),
        List.copyOf(outcomes.values()),
        followUps.stream().map(FollowUp::message).toList(),
        List.copyOf(pages),
        retryAt,
        Map.copyOf(calls));
  }
}
