package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import io.bellhop.tracing.TraceParent;
import io.bellhop.tracing.TraceSpan;
import io.bellhop.tracing.Tracing;

/** The span in which Bellhop reads and stores a webhook; the first of its spans in a trace. */
final class IngestSpan {
  private IngestSpan() {}

  /** Begins a span in the sender's trace, or in a new one if the sender names none. */
  static TraceSpan begin(Tracing tracing, Account account, RequestHeaders headers) {
    if (tracing == Tracing.OFF) {
      return TraceSpan.NONE;
    }
    String sender = TraceParent.of(headers.one(TraceParent.HEADER));
    return tracing
        .begin(Tracing.Side.SERVER, "bellhop ingest", sender)
        .tag("bellhop.provider", account.provider())
        .tag("bellhop.account.id", account.id());
  }
}
