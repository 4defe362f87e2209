package io.bellhop.delivery.http;

import io.bellhop.subscription.Subscription;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Sends events to subscriptions. Thread-safe. */
@FunctionalInterface
public interface EventSender {
  /** Sends an event. The returned future never fails: the reply describes the error. */
  CompletableFuture<HttpReply> send(Subscription subscription, OutboundEvent delivery, Instant now);
}
