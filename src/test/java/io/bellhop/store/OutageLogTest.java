package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(OutageLogTest.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final OutageLog outage = new OutageLog(logger, "Bellhop cannot read the inbox");

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  @Test
  void an_outage_is_logged_once_and_its_end_once() {
    outage.worked();
    outage.failed(new SQLException("gone", "57P01"));
    outage.failed(new SQLException("no connection", "08006"));
    outage.failed(new SQLTransientConnectionException("none in 3 s"));
    outage.worked();
    outage.worked();

    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("Bellhop cannot read the inbox", "57P01");
    assertThat(log.list.get(1).getFormattedMessage()).contains("Bellhop cannot read the inbox");
  }

  @Test
  void another_reason_is_logged_too_and_so_is_the_next_outage() {
    outage.failed(new SQLException("gone", "08006"));
    outage.failed(new SQLException("no such table", "42P01"));
    outage.worked();
    outage.failed(new SQLException("gone", "08006"));

    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.WARN, Level.INFO, Level.WARN);
  }
}
