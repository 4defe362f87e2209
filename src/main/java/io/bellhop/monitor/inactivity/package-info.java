/**
 * Detects accounts that used to send webhooks and have become inactive: {@link
 * io.bellhop.monitor.inactivity.InactivityWatch} is the entry point. It learns from the inbox in
 * which hours of the week each account sends, and emits an event when an account has missed more of
 * them than ever before. Time in which no node ran does not count.
 *
 * <p>Lock order: the row of {@code inactivity_watch}, then rows of {@code account_activity}; a
 * transaction that emits an event locks the head of the event log first.
 *
 * <p>May import: account, concurrent, config, event, store, time;
 */
package io.bellhop.monitor.inactivity;
