package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.support.OwnPostgres;
import io.bellhop.support.Store;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A database that is up later than the hub, or never. */
class DatabaseStartupTest {
  @Test
  void a_postgresql_that_starts_later_is_waited_for() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(DatabaseStartup.class);
    try (OwnPostgres postgres = new OwnPostgres()) {
      postgres.stop();
      CompletableFuture<String> waits = new CompletableFuture<>();
      AppenderBase<ILoggingEvent> appender =
          new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
              waits.complete(event.getFormattedMessage());
            }
          };
      appender.start();
      log.addAppender(appender);
      CompletableFuture<Void> starts = waits.thenRunAsync(() -> start(postgres));
      try (Database database = Database.await(options(postgres.url(), "60s"))) {
        assertThat(database.dialect().name()).isEqualTo("postgresql");
      } finally {
        log.detachAppender(appender);
        starts.join();
      }
      assertThat(waits.join()).startsWith("Bellhop waits up to 60s for PostgreSQL: ");
    }
  }

  @Test
  void one_that_is_still_starting_after_the_time_ends_the_start_with_its_own_words()
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answers = new Thread(() -> refuseAll(server, "57P03", "the database is starting up"));
      answers.start();
      String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/x?sslmode=disable";

      assertThatThrownBy(() -> Database.await(options(url, "1s")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContainingAll(
              "bellhop.db.url: Bellhop cannot use the database at jdbc:postgresql:",
              "the database is starting up",
              "Bellhop waited for 1s (bellhop.db.start-timeout)");
    }
  }

  @Test
  void a_wrong_password_is_not_waited_for() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answers = new Thread(() -> refuseAll(server, "28P01", "no such password"));
      answers.start();
      String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/x?sslmode=disable";

      assertThatThrownBy(() -> Database.await(options(url, "1h")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("no such password")
          .hasMessageNotContaining("waited");
    }
  }

  @Test
  void a_database_that_no_driver_takes_is_not_waited_for() {
    assertThatThrownBy(() -> Database.await(options("jdbc:mysql://127.0.0.1/x", "1h")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no driver takes jdbc:mysql://127.0.0.1/x")
        .hasMessageNotContaining("waited");
  }

  /** As PostgreSQL refuses a session: an ErrorResponse to the first message. */
  private static void refuseAll(ServerSocket server, String state, String text) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          in.readNBytes(in.readInt() - Integer.BYTES);
          byte[] fields =
              ("SFATAL\0VFATAL\0C" + state + "\0M" + text + "\0\0")
                  .getBytes(StandardCharsets.US_ASCII);
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.write('E');
          out.writeInt(Integer.BYTES + fields.length);
          out.write(fields);
        }
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private static void start(OwnPostgres postgres) {
    try {
      postgres.startAgain();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Options options(String url, String timeout) {
    return Options.load(new Properties(), Map.of(), known -> Map.of())
        .with(
            Map.of(
                "bellhop.db.url", url,
                "bellhop.db.user", Store.user(url),
                "bellhop.db.start-timeout", timeout));
  }
}
