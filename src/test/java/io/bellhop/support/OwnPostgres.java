package io.bellhop.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL of a test's own, which goes and comes with its data. */
public final class OwnPostgres implements AutoCloseable {
  private final Path data;
  private EmbeddedPostgres server;

  public OwnPostgres() throws IOException {
    data = PostgresFolder.withCluster();
    server = builder().start();
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(Duration.ofSeconds(60));
  }

  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Ends all sessions, whatever they are doing. */
  public void stop() throws IOException {
    server.close();
  }

  /** It answers nothing, and its sessions stay, until {@link #thaw}. */
  public void freeze() throws IOException, InterruptedException {
    Freezer.freeze(postmaster());
  }

  public void thaw() throws IOException, InterruptedException {
    Freezer.thaw(postmaster());
  }

  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** At the same port, with what was committed. */
  public void startAgain() throws IOException {
    server = builder().setPort(server.getPort()).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
