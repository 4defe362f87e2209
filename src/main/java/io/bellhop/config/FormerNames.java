package io.bellhop.config;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The former names of options, parameters and variables that one hub still uses. They keep working;
 * the log names the current one, once. Thread-safe.
 */
public final class FormerNames {
  /** Its name in the registry of the hub's context. */
  public static final String BEAN = "bellhopFormerNames";

  private static final Logger LOG = LoggerFactory.getLogger(FormerNames.class);

  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean started;

  /** The former names of the context's hub; without a hub nothing logs them. */
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
   * Logs the recorded names after the start of the hub, because a failed start must log only one
   * line.
   */
  public void log() {
    started = true;
    for (String line = waiting.poll(); line != null; line = waiting.poll()) {
      LOG.warn(line);
    }
  }
}
