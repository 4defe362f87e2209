package io.bellhop.tracing;

/** Begins spans. Thread-safe. */
public interface Tracing {
  /** Which side of an exchange between two systems a span is. */
  enum Side {
    /** It takes a request. */
    SERVER,
    /** It sends one. */
    CLIENT,
    /** It works on what a queue has kept. */
    CONSUMER,
    /** It puts something into a queue. */
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
   * @param parent a {@link TraceParent}; null begins a trace
   */
  TraceSpan begin(Side side, String name, String parent);

  /** Begins a span within the one that this thread works in; without one it begins a trace. */
  TraceSpan beginHere(Side side, String name);
}
