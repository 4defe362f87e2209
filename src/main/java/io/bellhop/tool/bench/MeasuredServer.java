package io.bellhop.tool.bench;

/** A server that takes webhooks and is measured. */
interface MeasuredServer {
  /** Sends new records. */
  LoadGenerator load();

  ProcessThreads threads();

  /** Waits until nothing is left to be done. */
  void settle();
}
