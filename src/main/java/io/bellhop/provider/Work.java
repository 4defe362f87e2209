package io.bellhop.provider;

import io.bellhop.inbox.Claim;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.KeyWindow;
import io.bellhop.inbox.Outcome;
import io.bellhop.inbox.Status;
import io.bellhop.publish.Finished;
import io.bellhop.publish.ListedPage;
import io.bellhop.publish.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the routes say about the deliveries of one claim. An exchange carries it along; a merged
 * exchange may complete on another thread, so it is synchronized.
 */
final class Work {
  private record FollowUp(List<UUID> sources, Delivery delivery) {}

  private final Claim claim;
  private final Set<UUID> said = new HashSet<>();
  private final Map<UUID, Outcome> outcomes = new HashMap<>();
  private final List<Publication> publications = new ArrayList<>();
  private final List<FollowUp> followUps = new ArrayList<>();
  private final List<ListedPage> pages = new ArrayList<>();
  private final Set<UUID> failed = new HashSet<>();
  private final Map<String, UUID> keys = new HashMap<>();
  private final Map<UUID, Delivery> keyed = new HashMap<>();
  private final KeyWindow keyWindow;
  private Instant retryAt;

  Work(Claim claim, KeyWindow keyWindow) {
    this.claim = claim;
    this.keyWindow = keyWindow;
  }

  Claim claim() {
    return claim;
  }

  synchronized void publish(Publication publication) {
    if (failed(publication.sources())) {
      return;
    }
    publications.add(publication);
    publication.sources().forEach(source -> said.add(source.id()));
    notifyAll();
  }

  /** To be done when what these deliveries came to is on disk; not an outcome of theirs. */
  synchronized void followUp(List<Delivery> sources, Delivery followUp) {
    if (!failed(sources)) {
      followUps.add(new FollowUp(sources.stream().map(Delivery::id).toList(), followUp));
    }
  }

  /** A page of a provider's list was read, and that is its outcome. */
  synchronized void listed(ListedPage page) {
    pages.add(page);
    end(List.of(page.delivery()), Status.DONE, null);
  }

  /** A delivery may say several things; when one of them fails, all of it is tried again. */
  private boolean failed(List<Delivery> sources) {
    return sources.stream().anyMatch(source -> failed.contains(source.id()));
  }

  synchronized void end(List<Delivery> deliveries, Status status, String error) {
    for (Delivery delivery : deliveries) {
      if (said.add(delivery.id())) {
        outcomes.put(delivery.id(), Outcome.of(delivery, status, error));
      }
    }
    notifyAll();
  }

  /** Takes back what was said of these deliveries: they are to be tried again, or are dead. */
  synchronized void fail(List<Delivery> deliveries, List<Outcome> instead, Instant at) {
    Set<UUID> ids = new HashSet<>();
    deliveries.forEach(delivery -> ids.add(delivery.id()));
    publications.removeIf(p -> p.sources().stream().anyMatch(s -> ids.contains(s.id())));
    followUps.removeIf(f -> f.sources().stream().anyMatch(ids::contains));
    failed.addAll(ids);
    instead.forEach(outcome -> outcomes.put(outcome.delivery(), outcome));
    said.addAll(ids);
    if (at != null) {
      retryAt = at;
    }
    notifyAll();
  }

  synchronized boolean spokenFor(Delivery delivery) {
    return said.contains(delivery.id());
  }

  synchronized boolean mustWait() {
    return retryAt != null;
  }

  /** Waits until something was said of all these deliveries; false if it takes too long. */
  synchronized boolean await(List<Delivery> deliveries, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    while (!deliveries.stream().allMatch(d -> said.contains(d.id()))) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /**
   * Whether a delivery is the one that may use its idempotency key: nobody has used it, here or
   * before. Asking again gives the same answer.
   */
  synchronized boolean mayUseKey(Delivery delivery) {
    UUID owner = keys.getOrDefault(delivery.idempotencyKey(), delivery.keyOwner());
    if (owner == null || !keyWindow.covers(owner, delivery)) {
      keys.put(delivery.idempotencyKey(), delivery.id());
      return true;
    }
    return owner.equals(delivery.id());
  }

  /** A message has another idempotency key than its listener has read: its route says so. */
  synchronized void keyed(Delivery delivery) {
    keyed.put(delivery.id(), delivery);
  }

  synchronized Finished finished() {
    return new Finished(
        keyed.isEmpty() ? claim : claim.with(d -> keyed.getOrDefault(d.id(), d)),
        List.copyOf(publications),
        List.copyOf(outcomes.values()),
        followUps.stream().map(FollowUp::delivery).toList(),
        List.copyOf(pages),
        retryAt);
  }
}
