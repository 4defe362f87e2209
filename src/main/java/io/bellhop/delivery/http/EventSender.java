package io.bellhop.delivery.http;

import io.bellhop.subscription.Subscription;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Sends events to subscriptions. Thread-safe. */
@FunctionalInterface
public interface EventSender {
  /** Never fails: what went wrong is in the reply. */
  CompletableFuture<HttpReply> send(Subscription subscription, OutboundEvent delivery, Instant now);
}
