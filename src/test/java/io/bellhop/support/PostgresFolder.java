package io.bellhop.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a PostgreSQL of the tests has its data, for as long as this JVM lives. A process of its own
 * deletes it: each of hundreds of databases has hundreds of files, which takes longer than Surefire
 * waits for a JVM to end.
 */
final class PostgresFolder {
  /** Nothing of it is needed any more: the server need not write down what it has in memory. */
  private static final String DELETE =
      "kill -QUIT $(head -n 1 \"$1/postmaster.pid\") 2>/dev/null; i=0;"
          + " while [ -e \"$1/postmaster.pid\" ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done;"
          + " rm -rf \"$1\"";

  private PostgresFolder() {}

  static Path make() {
    try {
      Path folder = Files.createTempDirectory("bellhop-postgres-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      // Its output is not read, and the process that started this JVM waits for the end of its
      // output.
      new ProcessBuilder("sh", "-c", DELETE, "sh", folder.toString())
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
