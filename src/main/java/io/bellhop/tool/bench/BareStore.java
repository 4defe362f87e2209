package io.bellhop.tool.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.queue.GroupCommit;
import io.bellhop.store.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One table with one insert for each body, and the hub's own group commit and durability: the
 * minimum that is safe.
 */
final class BareStore implements AutoCloseable {
  private final Database database;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final GroupCommit<byte[]> commits;

  BareStore(Database database) throws SQLException {
    this.database = database;
    execute("drop table if exists bench_bare");
    execute(
        "create table bench_bare (id uuid primary key, body "
            + database.dialect().types().get("bytes")
            + ")");
    this.commits = new GroupCommit<>("bench-append", 4096, 256, this::insert).start();
  }

  CompletableFuture<Void> append(byte[] body) {
    return commits.offer(body);
  }

  private void insert(List<byte[]> bodies) throws SQLException {
    database.durably(
        connection -> {
          try (PreparedStatement s =
              connection.prepareStatement("insert into bench_bare (id, body) values (?, ?)")) {
            for (byte[] body : bodies) {
              s.setObject(1, ids.generate());
              s.setBytes(2, body);
              s.addBatch();
            }
            return s.executeBatch();
          }
        });
  }

  private void execute(String sql) throws SQLException {
    database.durably(
        connection -> {
          try (var s = connection.createStatement()) {
            return s.execute(sql);
          }
        });
  }

  @Override
  public void close() throws Exception {
    commits.close();
    execute("drop table bench_bare");
  }
}
