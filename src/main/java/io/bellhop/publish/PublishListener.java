package io.bellhop.publish;

import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Outcome;
import java.time.Instant;

/** Is told what has been committed: for metrics, never for work. */
public interface PublishListener {
  void settled(Delivery delivery, Outcome outcome, Instant now);

  void published(Publication publication, String eventType, Instant now);

  /** A word of a provider that no mapping knows stood where the field's value should. */
  default void unmapped(String provider, String field) {}
}
