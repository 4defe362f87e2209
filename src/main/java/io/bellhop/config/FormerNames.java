package io.bellhop.config;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that options, and parameters and variables of routes, had before. What still uses one goes
 * on working; the log names the current one, once. Thread-safe.
 */
public final class FormerNames {
  private static final Logger LOG = LoggerFactory.getLogger(FormerNames.class);
  private static final Set<String> NOTED = ConcurrentHashMap.newKeySet();
  private static final Queue<String> WAITING = new ConcurrentLinkedQueue<>();
  private static volatile boolean started;

  private FormerNames() {}

  /**
   * The value of a parameter, by either name; that of the former one counts if it is there.
   *
   * @param value by the name, which may be its default
   * @param formerValue by the former name; null or blank if it is not there
   */
  public static String value(String name, String value, String former, String formerValue) {
    if (formerValue == null || formerValue.isBlank()) {
      return value;
    }
    note(former, name);
    return formerValue;
  }

  /** Logs once that a name is deprecated, when a hub has started. */
  public static void note(String former, String name) {
    if (NOTED.add(former)) {
      WAITING.add(former + " is deprecated: write " + name + " instead");
      if (started) {
        log();
      }
    }
  }

  /**
   * A hub has started: what was noted can be logged. A start that fails has one line and no other.
   */
  public static void log() {
    started = true;
    for (String line = WAITING.poll(); line != null; line = WAITING.poll()) {
      LOG.warn(line);
    }
  }
}
