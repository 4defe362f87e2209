package io.bellhop.pipeline;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.tracing.LogIds;
import io.bellhop.tracing.TraceParent;
import io.bellhop.tracing.TraceSpan;
import io.bellhop.tracing.Tracing;
import org.apache.camel.Exchange;

/**
 * The scope of a route's work on a message: a span around the route's API calls, and the ids in log
 * lines. Close it on the thread that opened it.
 */
final class MessageScope implements AutoCloseable {
  private final LogIds ids;
  private final TraceSpan span;
  private final TraceSpan.Scope scope;

  MessageScope(Tracing tracing, Exchange exchange) {
    InboxMessage message = ExchangeContext.of(exchange).first();
    this.ids = LogIds.ofMessage(message.id(), message.accountId());
    this.span =
        tracing
            .begin(Tracing.Side.CONSUMER, "bellhop route", message.traceParent())
            .tag("bellhop.provider", message.provider())
            .tag("bellhop.origin", message.kind().text())
            .tag("bellhop.message.id", message.id())
            .tag("bellhop.account.id", message.accountId())
            .tag("bellhop.attempt", message.attempts() + 1);
    this.scope = span.here();
    if (span.traceParent() != null) {
      // Camel's tracer, which a host may use, looks for the parent here and not on the thread.
      exchange.getMessage().setHeader(TraceParent.HEADER, span.traceParent());
    }
  }

  void fail(Exception error) {
    span.fail(error.getClass().getSimpleName());
  }

  @Override
  public void close() {
    scope.close();
    span.close();
    ids.close();
  }
}
