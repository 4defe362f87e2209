package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.bellhop.support.LogCapture;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
  private final LogCapture log = LogCapture.of(OutageLogTest.class);
  private final OutageLog outage =
      new OutageLog(LoggerFactory.getLogger(OutageLogTest.class), "Bellhop cannot read the inbox");

  @AfterEach
  void leave() {
    log.close();
  }

  @Test
  void an_outage_is_logged_once_and_its_end_once() {
    outage.worked();
    outage.failed(new SQLException("gone", "57P01"));
    outage.failed(new SQLException("no connection", "08006"));
    outage.failed(new SQLTransientConnectionException("none in 3 s"));
    outage.worked();
    outage.worked();

    assertThat(log.levels()).containsExactly(Level.WARN, Level.INFO);
    assertThat(log.lines().get(0)).contains("Bellhop cannot read the inbox", "57P01");
    assertThat(log.lines().get(1)).contains("Bellhop cannot read the inbox");
  }

  @Test
  void another_reason_is_logged_too_and_so_is_the_next_outage() {
    outage.failed(new SQLException("gone", "08006"));
    outage.failed(new SQLException("no such table", "42P01"));
    outage.worked();
    outage.failed(new SQLException("gone", "08006"));

    assertThat(log.levels()).containsExactly(Level.WARN, Level.WARN, Level.INFO, Level.WARN);
  }
}
