package io.bellhop.delivery.http;

import io.bellhop.subscription.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Notifies a listener of the outcome of each attempt. */
public record MeteredSender(EventSender sender, DeliveryListener listener, Clock clock)
    implements EventSender {
  @Override
  public CompletableFuture<HttpReply> send(
      Subscription subscription, OutboundEvent delivery, Instant now) {
    return sender
        .send(subscription, delivery, now)
        .thenApply(
            reply -> {
              listener.attempted(outcome(reply));
              if (reply.isSuccess()) {
                listener.delivered(Duration.between(delivery.createdAt(), clock.instant()));
              }
              return reply;
            });
  }

  private static String outcome(HttpReply reply) {
    if (reply.status() == 0) {
      return "unanswered";
    }
    return reply.isSuccess() ? "delivered" : reply.isGone() ? "gone" : "refused";
  }
}
