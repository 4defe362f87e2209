package io.bellhop.delivery;

import io.bellhop.webhook.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Tells a listener what becomes of what is sent. */
record Observed(Sender sender, DeliveryListener listener, Clock clock) implements Sender {
  @Override
  public CompletableFuture<Reply> send(Webhook webhook, Outbound delivery, Instant now) {
    return sender
        .send(webhook, delivery, now)
        .thenApply(
            reply -> {
              listener.attempted(outcome(reply));
              if (reply.isSuccess()) {
                listener.delivered(Duration.between(delivery.createdAt(), clock.instant()));
              }
              return reply;
            });
  }

  private static String outcome(Reply reply) {
    if (reply.status() == 0) {
      return "unanswered";
    }
    return reply.isSuccess() ? "delivered" : reply.isGone() ? "gone" : "refused";
  }
}
