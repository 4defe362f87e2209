package io.bellhop.config;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that options, and parameters and variables of routes, had before, of one hub. What still
 * uses one goes on working; the log names the current one, once. Thread-safe.
 */
public final class FormerNames {
  /** The name of a hub's own in the registry of its context. */
  public static final String BEAN = "bellhopFormerNames";

  private static final Logger LOG = LoggerFactory.getLogger(FormerNames.class);

  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean started;

  /** Those of the hub that a context runs; where none runs, nothing of them is logged. */
  public static FormerNames of(CamelContext context) {
    FormerNames ofHub = context.getRegistry().lookupByNameAndType(BEAN, FormerNames.class);
    return ofHub == null ? new FormerNames() : ofHub;
  }

  /** Logs once that a name is deprecated, when the hub has started. */
  public void note(String former, String name) {
    if (noted.add(former)) {
      waiting.add(former + " is deprecated: write " + name + " instead");
      if (started) {
        log();
      }
    }
  }

  /**
   * The hub has started: what was noted can be logged. A start that fails has one line and no
   * other.
   */
  public void log() {
    started = true;
    for (String line = waiting.poll(); line != null; line = waiting.poll()) {
      LOG.warn(line);
    }
  }
}
