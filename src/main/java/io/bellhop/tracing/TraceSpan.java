package io.bellhop.tracing;

/** A piece of work in a trace, until it is closed. Thread-safe, except {@link #here}. */
public interface TraceSpan extends AutoCloseable {
  /** The span of hubs without tracing. */
  TraceSpan NONE = new TraceSpan() {};

  /** Ends what {@link #here} began. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** The parent for further work; null without tracing. */
  default String traceParent() {
    return null;
  }

  /** Adds an attribute: ids, names and numbers of Bellhop, never data of a payload. */
  default TraceSpan tag(String name, Object value) {
    return this;
  }

  /**
   * @param kind a status or the type of an error, never its text, which may contain personal data
   */
  default void fail(String kind) {}

  /**
   * Makes this span the present one of the thread. The result must be closed on the same thread.
   */
  default Scope here() {
    return () -> {};
  }

  @Override
  default void close() {}
}
