package io.bellhop.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Spans of OpenTelemetry. Thread-safe. */
public final class OpenTelemetryTracing implements Tracing {
  private static final String LIBRARY = "io.bellhop";

  private final Tracer tracer;

  public OpenTelemetryTracing(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(LIBRARY);
  }

  @Override
  public TraceSpan begin(Side side, String name, String parent) {
    return begin(side, name, parent == null ? Context.root() : context(parent));
  }

  @Override
  public TraceSpan beginHere(Side side, String name) {
    return begin(side, name, Context.current());
  }

  private TraceSpan begin(Side side, String name, Context parent) {
    return new OpenSpan(
        tracer
            .spanBuilder(name)
            .setSpanKind(SpanKind.valueOf(side.name()))
            .setParent(parent)
            .startSpan());
  }

  private static Context context(String parent) {
    String[] parts = parent.split("-");
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault())));
  }

  private record OpenSpan(Span span) implements TraceSpan {
    @Override
    public String traceParent() {
      SpanContext at = span.getSpanContext();
      return at.isValid()
          ? "00-" + at.getTraceId() + "-" + at.getSpanId() + "-" + at.getTraceFlags().asHex()
          : null;
    }

    @Override
    public TraceSpan tag(String name, Object value) {
      if (value instanceof Number number) {
        span.setAttribute(name, number.longValue());
      } else if (value != null) {
        span.setAttribute(name, value.toString());
      }
      return this;
    }

    @Override
    public void fail(String kind) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", kind);
    }

    @Override
    public Scope here() {
      return span.makeCurrent()::close;
    }

    @Override
    public void close() {
      span.end();
    }
  }
}
