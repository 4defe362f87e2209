package io.bellhop.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Freezes processes: they do nothing, but their connections and locks stay. */
public final class Freezer {
  private Freezer() {}

  /** SIGSTOP, for a process and those that it has started. */
  public static void freeze(ProcessHandle process) throws IOException, InterruptedException {
    send("-STOP", process);
  }

  /** SIGCONT. */
  public static void thaw(ProcessHandle process) throws IOException, InterruptedException {
    send("-CONT", process);
  }

  private static void send(String signal, ProcessHandle process)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(process), process.descendants())
        .forEach(one -> command.add(Long.toString(one.pid())));
    int code = new ProcessBuilder(command).start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }
}
