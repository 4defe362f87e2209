package io.bellhop.tracing;

/** Begins spans. Thread-safe. */
public interface Tracing {
  /** The side of a span in an exchange between two systems. */
  enum Side {
    /** The span handles a request. */
    SERVER,
    /** The span sends a request. */
    CLIENT,
    /** The span processes an item of a queue. */
    CONSUMER,
    /** The span adds an item to a queue. */
    PRODUCER
  }

  /** No tracing, which costs nothing. */
  Tracing OFF =
      new Tracing() {
        @Override
        public TraceSpan begin(Side side, String name, String parent) {
          return TraceSpan.NONE;
        }

        @Override
        public TraceSpan beginHere(Side side, String name) {
          return TraceSpan.NONE;
        }
      };

  /**
   * @param parent a {@link TraceParent}; null to begin a trace
   */
  TraceSpan begin(Side side, String name, String parent);

  /** Begins a span within the thread's present span; without one it begins a trace. */
  TraceSpan beginHere(Side side, String name);
}
