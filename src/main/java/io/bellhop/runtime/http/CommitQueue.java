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
 * Webhooks whose messages are on their way to the disk. All with the same time for it run out of it
 * in the order in which they came, and one look at the first now and then takes the place of a
 * timer for each. Used by one event loop alone.
 */
final class CommitQueue {
  private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);

  private record Committed(Waiting webhook, Throwable failure) {}

  private final Executor loop;

  /** By the time that they have for it: providers differ. */
  private final Map<Duration, Deque<Waiting>> queues = new HashMap<>();

  /** What the commit is done of, and whether the loop has been asked to look at it. */
  private final Queue<Committed> committed = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * @param loop the event loop
   */
  CommitQueue(Executor loop) {
    this.loop = loop;
  }

  /**
   * @param answer gets the answer, once
   */
  void add(Listener listener, WebhookProgress begun, Consumer<IngestResponse> answer) {
    Waiting last = new Waiting(listener, begun, answer);
    queues.computeIfAbsent(listener.commitTimeout(), time -> new ArrayDeque<>()).add(last);
    begun.whenStored(failure -> committed(last, failure));
  }

  /** Many webhooks share a commit: the loop is woken once for them, not for each. */
  private void committed(Waiting webhook, Throwable failure) {
    committed.add(new Committed(webhook, failure));
    if (asked.compareAndSet(false, true)) {
      loop.execute(this::endCommitted);
    }
  }

  private void endCommitted() {
    // First: what is added from now on asks again.
    asked.set(false);
    for (Committed one = committed.poll(); one != null; one = committed.poll()) {
      end(one);
    }
  }

  /** An answer that cannot be written must not keep the others of its commit waiting. */
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

  /** Removes those that are answered, and answers those that have run out of time. */
  void endOverdue(long now) {
    for (Deque<Waiting> queue : queues.values()) {
      while (!queue.isEmpty() && (queue.peek().isDone() || now - queue.peek().until >= 0)) {
        queue.poll().end(new TimeoutException());
      }
    }
  }

  /** One of them. */
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
     * The messages are on disk, or will not be; of several calls the first counts.
     *
     * @param failure null if they are
     */
    void end(Throwable failure) {
      if (!isDone()) {
        Consumer<IngestResponse> to = answer;
        IngestResponse response = response(failure);
        // It may stay in the queue for a while: its body must not.
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
