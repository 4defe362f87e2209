/**
 * Has rows deleted that are older than their retention; never what is not settled. {@link
 * io.bellhop.retention.Retention} is the entry point, a task that {@code runtime} starts. It knows
 * for how long each kind of rows is kept, and the packages whose they are delete them.
 *
 * <p>May import: access, concurrent, config, connect, delivery, delivery.relay, event, inbox,
 * message, privacy, replay, store;
 */
package io.bellhop.retention;
