package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import java.time.Instant;

/** Receives notifications after commits, for metrics and memory. It must not do any work. */
public interface EventLogListener {
  /** Calls both of two listeners. */
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

  /** A field contains a provider's word that no mapping knows. */
  default void unmapped(String provider, String field) {}
}
