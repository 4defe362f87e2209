package io.bellhop.delivery.http;

import io.bellhop.subscription.Subscription;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Posts events to callback URLs, with a new signature for each attempt. */
public record HttpSender(DeliveryRequest requests, DeliveryHttpClient client)
    implements EventSender {
  @Override
  public CompletableFuture<HttpReply> send(
      Subscription subscription, OutboundEvent delivery, Instant now) {
    try {
      return client.post(requests.of(subscription, delivery, now));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(HttpReply.failed(FailureReason.of(e)));
    }
  }
}
