package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import java.time.Instant;

/** Receives what has been committed: for metrics, never for work. */
public interface EventLogListener {
  void settled(InboxMessage message, MessageOutcome outcome, Instant now);

  void published(EventDraft draft, String eventType, Instant now);

  /** A word of a provider that no mapping knows stood in the place of the field's value. */
  default void unmapped(String provider, String field) {}
}
