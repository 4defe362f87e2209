/**
 * Replays of all inbox messages that match a filter: {@link io.bellhop.replay.Replays} is the entry
 * point. How far each has come is in the database, so that a restart or another node continues it.
 *
 * <p>May import: concurrent, inbox, queue, store;
 */
package io.bellhop.replay;
