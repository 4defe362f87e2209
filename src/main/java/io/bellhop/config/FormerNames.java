package io.bellhop.config;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that options, and parameters and variables of routes, had before. What still uses one goes
 * on working; the log names the current one, once. Thread-safe.
 */
public final class FormerNames {
  private static final Logger LOG = LoggerFactory.getLogger(FormerNames.class);
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

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

  /** Logs once that a name is deprecated. */
  public static void note(String former, String name) {
    if (LOGGED.add(former)) {
      LOG.warn("{} is deprecated: write {} instead", former, name);
    }
  }
}
