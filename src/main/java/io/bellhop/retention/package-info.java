/**
 * Deletes rows that are older than their retention, but never unsettled ones. {@link
 * io.bellhop.retention.Retention} is the entry point, a task that {@code runtime} starts. It knows
 * the retention of each kind of row; the packages that own the rows delete them.
 *
 * <p>May import: access, concurrent, config, connect, delivery, delivery.relay, event, inbox,
 * message, privacy, replay, store;
 */
package io.bellhop.retention;
