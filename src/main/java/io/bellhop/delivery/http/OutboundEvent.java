package io.bellhop.delivery.http;

import io.bellhop.validation.Ids;
import java.time.Instant;
import java.util.UUID;

/**
 * One delivery: an event on its way to one subscription.
 *
 * @param id the delivery's own; receivers see the event's
 * @param orderKey deliveries of one key never run at the same time or out of order
 * @param createdAt when the event was queued for the subscription
 */
public record OutboundEvent(
    UUID id,
    UUID subscriptionId,
    String orderKey,
    LoggedEvent event,
    Failures failures,
    Instant createdAt) {

  /**
   * The event as it is in the log.
   *
   * @param envelope in JSON
   * @param traceParent its place in a trace; null if there is none
   */
  public record LoggedEvent(long seq, UUID id, String type, String envelope, String traceParent) {
    /** An event without a trace. */
    public LoggedEvent(long seq, UUID id, String type, String envelope) {
      this(seq, id, type, envelope, null);
    }
  }

  /**
   * The attempts that have failed.
   *
   * @param attempts all of them
   * @param attemptOffset those before the present round of attempts
   * @param refusals those of the present round in which the subscriber refused this event
   */
  public record Failures(int attempts, int attemptOffset, int refusals) {
    public static final Failures NONE = new Failures(0, 0, 0);
  }

  /** The same delivery with another body for its event. */
  public OutboundEvent with(String body) {
    return with(new LoggedEvent(event.seq(), event.id(), event.type(), body, event.traceParent()));
  }

  /** The same delivery with the span that sends it. */
  public OutboundEvent tracedBy(String traceParent) {
    return with(
        new LoggedEvent(event.seq(), event.id(), event.type(), event.envelope(), traceParent));
  }

  private OutboundEvent with(LoggedEvent changed) {
    return new OutboundEvent(id, subscriptionId, orderKey, changed, failures, createdAt);
  }

  /** Names the record of the event among all records. */
  public String record() {
    return orderKey.substring(orderKey.indexOf(' ') + 1);
  }

  /** The account that the event is about; null for an event about Bellhop itself. */
  public UUID account() {
    // The name of a record begins with it.
    int end = record().indexOf('/');
    return end < 0 ? null : Ids.uuid(record().substring(0, end));
  }

  /** The number of the next attempt. */
  public int nextAttempt() {
    return failures.attempts() + 1;
  }

  /** Without the content: this text may reach a log. */
  @Override
  public String toString() {
    return "OutboundEvent[" + subscriptionId + " " + id + "]";
  }
}
