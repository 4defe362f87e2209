package io.bellhop.runtime.http;

import io.bellhop.ingest.IngestResponse;
import io.bellhop.ingest.Listener;
import io.bellhop.ingest.WebhookProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks whose messages are being written to disk. Webhooks with the same time limit expire
 * in the order of arrival, so a periodic look at the first replaces a timer for each. Used only by
 * one event loop.
 */
final class CommitQueue {
  private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);

  private record Committed(Waiting webhook, Throwable failure) {}

  private final Executor loop;

  /** By time limit, which differs between providers. */
  private final Map<Duration, Deque<Waiting>> queues = new HashMap<>();

  /** The finished webhooks, and whether the loop has been asked to process them. */
  private final Queue<Committed> committed = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * @param loop the event loop
   */
  CommitQueue(Executor loop) {
    this.loop = loop;
  }

  /**
   * @param answer receives the answer, once
   */
  void add(Listener listener, WebhookProgress begun, Consumer<IngestResponse> answer) {
    Waiting last = new Waiting(listener, begun, answer);
    queues.computeIfAbsent(listener.commitTimeout(), time -> new ArrayDeque<>()).add(last);
    begun.whenStored(failure -> committed(last, failure));
  }

  /** Wakes the loop once for all webhooks of a commit. */
  private void committed(Waiting webhook, Throwable failure) {
    committed.add(new Committed(webhook, failure));
    if (asked.compareAndSet(false, true)) {
      loop.execute(this::endCommitted);
    }
  }

  private void endCommitted() {
    // First, so that a webhook that is added from now on asks again.
    asked.set(false);
    for (Committed one = committed.poll(); one != null; one = committed.poll()) {
      end(one);
    }
  }

  /** A failed answer must not delay the other webhooks of its commit. */
  private static void end(Committed one) {
    try {
      one.webhook().end(one.failure());
    } catch (RuntimeException e) {
      LOG.warn("Bellhop cannot answer a webhook: {}", e.toString());
    }
  }

  boolean isEmpty() {
    return queues.values().stream().allMatch(Deque::isEmpty);
  }

  /** Removes answered webhooks, and answers those whose time limit has passed. */
  void endOverdue(long now) {
    for (Deque<Waiting> queue : queues.values()) {
      while (!queue.isEmpty() && (queue.peek().isDone() || now - queue.peek().until >= 0)) {
        queue.poll().end(new TimeoutException());
      }
    }
  }

  /** A webhook in the queue. */
  private static final class Waiting {
    private final long until;
    private Listener listener;
    private WebhookProgress begun;
    private Consumer<IngestResponse> answer;

    private Waiting(Listener listener, WebhookProgress begun, Consumer<IngestResponse> answer) {
      this.until = System.nanoTime() + listener.commitTimeout().toNanos();
      this.listener = listener;
      this.begun = begun;
      this.answer = answer;
    }

    private boolean isDone() {
      return answer == null;
    }

    /**
     * Ends the wait, because the messages are on disk or the commit failed. Only the first call has
     * an effect.
     *
     * @param failure null if they are on disk
     */
    void end(Throwable failure) {
      if (!isDone()) {
        Consumer<IngestResponse> to = answer;
        IngestResponse response = response(failure);
        // The webhook may stay in the queue for a while, but must not keep its body.
        listener = null;
        begun = null;
        answer = null;
        to.accept(response);
      }
    }

    private IngestResponse response(Throwable failure) {
      try {
        return listener.end(begun, failure);
      } catch (RuntimeException e) {
        LOG.error("Bellhop may have stored a webhook but cannot answer 200", e);
        return IngestResponse.UNAVAILABLE;
      }
    }
  }
}
