/**
 * Turns what routes found out into events. {@link io.bellhop.event.EventPublisher} is the door: it
 * compares a {@link io.bellhop.event.EventDraft} with its snapshot and commits snapshot, event,
 * idempotency key and outcome together. The event log has no gap that fills later, so a reader with
 * a cursor misses nothing.
 */
package io.bellhop.event;
