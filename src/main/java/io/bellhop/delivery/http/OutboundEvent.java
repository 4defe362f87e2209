package io.bellhop.delivery.http;

import java.time.Instant;
import java.util.UUID;

/**
 * An event on its way to one subscription.
 *
 * @param id its own; receivers see the event's
 * @param orderKey deliveries of one key never run at the same time or out of order
 * @param attempts those that have failed
 * @param attemptOffset how many of them before somebody asked for another round of attempts
 * @param refusals how many of those since then were refusals of this event
 * @param envelope the event as it is in the log, in JSON
 */
public record OutboundEvent(
    UUID id,
    UUID subscriptionId,
    String orderKey,
    long eventSeq,
    UUID eventId,
    String eventType,
    int attempts,
    int attemptOffset,
    int refusals,
    Instant createdAt,
    String envelope) {

  /** The record that the event is about, among all records. */
  public String record() {
    return orderKey.substring(orderKey.indexOf(' ') + 1);
  }

  /** Never the content: this text may reach a log. */
  @Override
  public String toString() {
    return "Outbound[" + subscriptionId + " " + id + "]";
  }
}
