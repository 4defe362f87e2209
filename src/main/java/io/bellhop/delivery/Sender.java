package io.bellhop.delivery;

import io.bellhop.webhook.Webhook;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A way out. Thread-safe. */
@FunctionalInterface
interface Sender {
  /** Never fails: what went wrong is in the reply. */
  CompletableFuture<Reply> send(Webhook webhook, Outbound delivery, Instant now);
}
