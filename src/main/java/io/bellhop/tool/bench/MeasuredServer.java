package io.bellhop.tool.bench;

/** A measured server that accepts webhooks. */
interface MeasuredServer {
  /** Sends new records. */
  LoadGenerator load();

  ProcessThreads threads();

  /** Waits until all work is done. */
  void settle();
}
