package io.bellhop.concurrent;

import java.util.concurrent.ThreadFactory;

/** Makes the threads of a hub. They are daemons: a host that wants to end must not wait for us. */
public final class DaemonThreads {
  private DaemonThreads() {}

  public static Thread create(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** For pools whose threads may all have the same name. */
  public static ThreadFactory named(String name) {
    return task -> create(task, name);
  }
}
