package io.bellhop.delivery;

import io.bellhop.webhook.Webhook;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Posts events to callback URLs, each attempt signed anew. */
record HttpSender(Message message, Poster poster) implements Sender {
  @Override
  public CompletableFuture<Reply> send(Webhook webhook, Outbound delivery, Instant now) {
    try {
      return poster.post(message.of(webhook, delivery, now));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(Reply.failed(Reason.of(e)));
    }
  }
}
