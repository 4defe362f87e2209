package io.bellhop.delivery.http;

import io.bellhop.subscription.Subscription;
import io.bellhop.tracing.LogIds;
import io.bellhop.tracing.TraceSpan;
import io.bellhop.tracing.Tracing;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Creates a span for each attempt. The post names the span as its parent. */
public record TracedSender(EventSender sender, Tracing tracing) implements EventSender {
  @Override
  public CompletableFuture<HttpReply> send(
      Subscription subscription, OutboundEvent delivery, Instant now) {
    try (LogIds ids = LogIds.ofEvent(delivery.event().id(), delivery.account())) {
      if (tracing == Tracing.OFF) {
        return sender.send(subscription, delivery, now);
      }
      TraceSpan span = begin(tracing, Tracing.Side.CLIENT, delivery);
      return sender
          .send(subscription, delivery.tracedBy(span.traceParent()), now)
          .whenComplete((reply, error) -> end(span, reply));
    }
  }

  /** Begins the span of one attempt. The span omits the URL, which may contain secrets. */
  public static TraceSpan begin(Tracing tracing, Tracing.Side side, OutboundEvent delivery) {
    return tracing
        .begin(side, "bellhop deliver", delivery.event().traceParent())
        .tag("bellhop.event.id", delivery.event().id())
        .tag("bellhop.event.type", delivery.event().type())
        .tag("bellhop.account.id", delivery.account())
        .tag("bellhop.subscription.id", delivery.subscriptionId())
        .tag("bellhop.attempt", delivery.nextAttempt());
  }

  private static void end(TraceSpan span, HttpReply reply) {
    if (reply != null && reply.status() > 0) {
      span.tag("http.response.status_code", reply.status());
    }
    if (reply == null || !reply.isSuccess()) {
      span.fail(reply == null || reply.status() == 0 ? "unanswered" : "refused");
    }
    span.close();
  }
}
