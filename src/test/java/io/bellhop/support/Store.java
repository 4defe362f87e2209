package io.bellhop.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The databases that every test of the store runs on. Each call gives an empty one. */
public enum Store {
  H2 {
    @Override
    public String freshUrl() {
      try {
        return "jdbc:h2:file:" + Files.createTempDirectory("bellhop-h2-").resolve("bellhop");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },

  POSTGRESQL {
    @Override
    public String freshUrl() {
      String name = "b" + UUID.randomUUID().toString().replace("-", "");
      try (Connection connection = Server.ONE.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return Server.ONE.getJdbcUrl("postgres", name);
    }
  };

  public abstract String freshUrl();

  /** One real server for all tests of a JVM: it takes four seconds to start. */
  private static final class Server {
    private static final EmbeddedPostgres ONE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
