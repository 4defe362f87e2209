package io.bellhop.delivery.http;

import io.bellhop.subscription.Subscription;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Posts events to callback URLs, each attempt signed anew. */
public record HttpSender(DeliveryRequest message, DeliveryHttpClient poster)
    implements EventSender {
  @Override
  public CompletableFuture<HttpReply> send(
      Subscription subscription, OutboundEvent delivery, Instant now) {
    try {
      return poster.post(message.of(subscription, delivery, now));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(HttpReply.failed(FailureReason.of(e)));
    }
  }
}
