/**
 * Accounts that used to send webhooks and have fallen silent: {@link
 * io.bellhop.monitor.inactivity.InactivityWatch} is the door. It learns from the inbox in which
 * hours of the week each account sends, and says by event, metric and health detail when one has
 * missed more of them than it ever did. What was not heard because nobody listened is not held
 * against anybody.
 */
package io.bellhop.monitor.inactivity;
