package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the packages of this machine, with the programs that the one of the other tests
 * does not have: pg_dump and pg_restore.
 */
public final class MachinePostgres implements AutoCloseable {
  private final Path data = PostgresFolder.make();
  private final int port = FreePort.any();
  private final Path programs;

  private MachinePostgres(Path programs) throws IOException, InterruptedException {
    this.programs = programs;
    run(asServer("initdb -A trust -U postgres -D " + data));
    run(
        asServer(
            "pg_ctl -w -D "
                + data
                + " -l "
                + data.resolve("log")
                + " -o '-p "
                + port
                + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=' start"));
  }

  /** Starts one; empty if this machine has none. */
  public static Optional<MachinePostgres> start() throws IOException, InterruptedException {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    Optional<Path> newest;
    try (Stream<Path> found = Files.list(all)) {
      newest =
          found
              .map(version -> version.resolve("bin"))
              .filter(
                  bin ->
                      Stream.of("initdb", "pg_dump", "pg_restore")
                          .allMatch(program -> Files.isExecutable(bin.resolve(program))))
              .max(Comparator.naturalOrder());
    }
    return newest.isPresent() ? Optional.of(new MachinePostgres(newest.get())) : Optional.empty();
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Commands of a shell that has its programs and is connected to it by default. */
  public void run(String commands) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-e", "-c", commands));
    builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
    builder.environment().put("PGHOST", "127.0.0.1");
    builder.environment().put("PGPORT", String.valueOf(port));
    builder.directory(data.toFile()).redirectErrorStream(true);
    // A server that it starts would keep a pipe open.
    Path said = Files.createTempFile(data.getParent(), "said", "");
    try {
      int code = builder.redirectOutput(said.toFile()).start().waitFor();
      assertThat(code).as("%s: %s", commands, Files.readString(said)).isZero();
    } finally {
      Files.delete(said);
    }
  }

  /** PostgreSQL's server refuses to run as root, even if that is the only user. */
  private static String asServer(String command) {
    return System.getProperty("user.name").equals("root") ? "unshare -U " + command : command;
  }

  @Override
  public void close() throws IOException {
    try {
      run(asServer("pg_ctl -w -m immediate -D " + data + " stop"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
