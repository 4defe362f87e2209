package io.bellhop.tool.bench;

/** A measurement that can run alone. */
@FunctionalInterface
interface Scenario {
  void run() throws Exception;
}
