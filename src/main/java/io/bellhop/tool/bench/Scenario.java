package io.bellhop.tool.bench;

/** One thing that is measured, and can be measured alone. */
@FunctionalInterface
interface Scenario {
  void run() throws Exception;
}
