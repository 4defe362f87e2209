package io.bellhop.tracing;

/** A piece of work in a trace, until it is closed. Thread-safe, but for {@link #here}. */
public interface TraceSpan extends AutoCloseable {
  /** That of hubs that trace nothing. */
  TraceSpan NONE = new TraceSpan() {};

  /** Ends what {@link #here} began. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** What work that follows has as its parent; null without tracing. */
  default String traceParent() {
    return null;
  }

  /** Adds an attribute: ids, names and numbers of Bellhop, never what a payload holds. */
  default TraceSpan tag(String name, Object value) {
    return this;
  }

  /**
   * @param kind a status or the kind of an error, never its text: that may hold personal data
   */
  default void fail(String kind) {}

  /** Makes it the one that this thread works in; close that on the same thread. */
  default Scope here() {
    return () -> {};
  }

  @Override
  default void close() {}
}
