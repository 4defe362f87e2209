package io.bellhop.tracing;

import java.util.UUID;
import org.slf4j.MDC;

/**
 * The ids of the present work of a thread, which its log lines contain until this object is closed.
 */
public final class LogIds implements AutoCloseable {
  private static final String MESSAGE = "message_id";
  private static final String EVENT = "event_id";
  private static final String ACCOUNT = "account_id";

  private final String name;

  private LogIds(String name, UUID id, UUID account) {
    this.name = name;
    MDC.put(name, id.toString());
    if (account != null) {
      MDC.put(ACCOUNT, account.toString());
    }
  }

  public static LogIds ofMessage(UUID message, UUID account) {
    return new LogIds(MESSAGE, message, account);
  }

  /**
   * @param account null for an event about Bellhop itself
   */
  public static LogIds ofEvent(UUID event, UUID account) {
    return new LogIds(EVENT, event, account);
  }

  @Override
  public void close() {
    MDC.remove(name);
    MDC.remove(ACCOUNT);
  }
}
