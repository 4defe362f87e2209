package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import io.bellhop.tracing.TraceParent;
import io.bellhop.tracing.TraceSpan;
import io.bellhop.tracing.Tracing;

/** The span in which a webhook is read and stored: the first of ours in its trace. */
final class IngestSpan {
  private IngestSpan() {}

  /** Begins it in the trace of the sender; a new one if that names none. */
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
