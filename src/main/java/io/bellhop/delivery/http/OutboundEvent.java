package io.bellhop.delivery.http;

import io.bellhop.validation.Ids;
import java.time.Instant;
import java.util.UUID;

/**
 * One delivery: an event on its way to one subscription.
 *
 * @param id of the delivery; receivers see the id of the event
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
   * The event as stored in the log.
   *
   * @param envelope in JSON
   * @param traceParent the parent span; null without a trace
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
   * @param attempts the number of failed attempts
   * @param attemptOffset the failed attempts before the present round
   * @param refusals the attempts of the present round in which the subscriber refused this event
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

  /** The name of the event's record, unique among all records. */
  public String record() {
    return orderKey.substring(orderKey.indexOf(' ') + 1);
  }

  /** The account of the event; null for an event about Bellhop itself. */
  public UUID account() {
    // The name of a record begins with its account.
    int end = record().indexOf('/');
    return end < 0 ? null : Ids.uuid(record().substring(0, end));
  }

  /** The number of the next attempt. */
  public int nextAttempt() {
    return failures.attempts() + 1;
  }

  /** Omits the content, because logs may contain this text. */
  @Override
  public String toString() {
    return "OutboundEvent[" + subscriptionId + " " + id + "]";
  }
}
