package io.bellhop.tool.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The threads of a process and its memory, as Linux shows them. They include the JVM's own threads,
 * which Java does not show. On other systems the values are unknown.
 */
final class ProcessThreads {
  private record Usage(String name, long nanos) {}

  /** The CPU time of each thread at a moment. */
  final class Mark {
    private final Map<String, Usage> before = threads();

    /**
     * The CPU time since then.
     *
     * @param webhooks that were worked on meanwhile
     */
    CpuUse perWebhook(long webhooks) {
      Map<String, Double> micros = new HashMap<>();
      threads()
          .forEach(
              (id, thread) -> {
                Usage then = before.get(id);
                long nanos = thread.nanos() - (then == null ? 0 : then.nanos());
                micros.merge(ThreadGroups.of(thread.name()), nanos / 1e3 / webhooks, Double::sum);
              });
      return new CpuUse(micros);
    }
  }

  private final Path process;

  ProcessThreads(long pid) {
    this(Path.of("/proc", Long.toString(pid)));
  }

  ProcessThreads(Path process) {
    this.process = process;
  }

  Mark mark() {
    return new Mark();
  }

  /** A line of its status in bytes, as {@code VmRSS}; 0 if it is unknown. */
  long memory(String line) {
    return read(process.resolve("status"))
        .lines()
        .filter(l -> l.startsWith(line + ":"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  private Map<String, Usage> threads() {
    Map<String, Usage> threads = new HashMap<>();
    Path tasks = process.resolve("task");
    if (!Files.isDirectory(tasks)) {
      return threads;
    }
    try (DirectoryStream<Path> each = Files.newDirectoryStream(tasks)) {
      for (Path task : each) {
        // The first number: nanoseconds on a core, where stat counts in hundredths of a second.
        String times = read(task.resolve("schedstat"));
        if (!times.isEmpty()) {
          threads.put(
              task.getFileName().toString(),
              new Usage(read(task.resolve("comm")).strip(), Long.parseLong(times.split(" ")[0])));
        }
      }
    } catch (IOException e) {
      return Map.of();
    }
    return threads;
  }

  /** Reads a file; empty if it no longer exists, because a thread may end at any time. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
