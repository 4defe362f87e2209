/**
 * Threads of a hub: daemon threads by name, and tasks that run again and again.
 *
 * <p>Entry points: {@link io.bellhop.concurrent.DaemonThreads}, {@link
 * io.bellhop.concurrent.PeriodicTask}.
 *
 * <p>May import: nothing;
 */
package io.bellhop.concurrent;
