package io.bellhop.tool.bench;

/** A measurement that can run by itself. */
@FunctionalInterface
interface Scenario {
  void run() throws Exception;
}
