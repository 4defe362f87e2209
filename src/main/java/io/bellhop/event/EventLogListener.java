package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import java.time.Instant;

/** Receives what has been committed: for metrics and memory, never for work. */
public interface EventLogListener {
  /** One for two that receive the same. */
  static EventLogListener both(EventLogListener first, EventLogListener second) {
    return new EventLogListener() {
      @Override
      public void settled(InboxMessage message, MessageOutcome outcome, Instant now) {
        first.settled(message, outcome, now);
        second.settled(message, outcome, now);
      }

      @Override
      public void published(EventDraft draft, String eventType, Instant now) {
        first.published(draft, eventType, now);
        second.published(draft, eventType, now);
      }

      @Override
      public void unmapped(String provider, String field) {
        first.unmapped(provider, field);
        second.unmapped(provider, field);
      }
    };
  }

  void settled(InboxMessage message, MessageOutcome outcome, Instant now);

  void published(EventDraft draft, String eventType, Instant now);

  /** A word of a provider that no mapping knows stood in the place of the field's value. */
  default void unmapped(String provider, String field) {}
}
