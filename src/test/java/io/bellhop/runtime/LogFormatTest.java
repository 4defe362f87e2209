package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tracing.LogIds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Handler;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogFormatTest {
  private static final UUID ACCOUNT = new UUID(1, 1);
  private static final UUID MESSAGE = new UUID(2, 2);

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @Test
  void a_line_is_one_object_with_the_stack_and_the_ids_of_what_its_thread_works_on() {
    String line;
    try (LogIds ids = LogIds.ofMessage(MESSAGE, ACCOUNT)) {
      line = line("it failed:\n{}", "twice", new IllegalStateException("why"));
    }

    assertThat(line).endsWith("\n").isEqualTo(line.strip() + "\n").doesNotContain("it failed:\n");
    JsonNode json = FixtureJson.parse(line.getBytes(StandardCharsets.UTF_8));
    assertThat(json.path("timestamp").asLong()).isPositive();
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("loggerName").asText()).isEqualTo("io.bellhop.Some");
    assertThat(json.path("formattedMessage").asText()).isEqualTo("it failed:\ntwice");
    assertThat(json.at("/throwable/stepArray/0/methodName").asText()).startsWith("a_line_is_one");
    assertThat(json.at("/mdc/message_id").asText()).isEqualTo(MESSAGE.toString());
    assertThat(json.at("/mdc/account_id").asText()).isEqualTo(ACCOUNT.toString());
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void ids_end_with_the_work() {
    try (LogIds ids = LogIds.ofEvent(MESSAGE, ACCOUNT)) {
      assertThat(line("x", null, null)).contains("event_id");
    }

    assertThat(line("x", null, null)).doesNotContain("event_id", "account_id");
  }

  /** The whole way, also for libraries that log by java.util.logging; then all is as before. */
  @Test
  void with_the_option_all_that_goes_to_a_stream_is_json() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(LogFormat.encoder(context));
    appender.setOutputStream(written);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    List<Appender<ILoggingEvent>> others = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root::detachAppender);
    root.addAppender(appender);
    java.util.logging.Logger javaRoot = java.util.logging.Logger.getLogger("");
    Handler[] handlers = javaRoot.getHandlers();
    try {
      Properties json = new Properties();
      json.setProperty("bellhop.log.format", "json");
      LogFormat.apply(Options.load(json, Map.of(), known -> Map.of()));
      context.getLogger("io.bellhop.Some").info("by {}", "slf4j");
      java.util.logging.Logger.getLogger("a.library")
          .log(java.util.logging.Level.WARNING, "by {0}", "java");
    } finally {
      root.detachAppender(appender);
      others.forEach(root::addAppender);
      List.of(javaRoot.getHandlers()).forEach(javaRoot::removeHandler);
      List.of(handlers).forEach(javaRoot::addHandler);
    }

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .map(line -> FixtureJson.parse(line.getBytes(StandardCharsets.UTF_8)))
        .extracting(
            line -> line.path("level").asText(),
            line -> line.path("loggerName").asText(),
            line -> line.path("formattedMessage").asText())
        .contains(tuple("INFO", "io.bellhop.Some", "by slf4j"))
        .contains(tuple("WARN", "a.library", "by java"));
  }

  @Test
  void another_word_is_refused() {
    assertThatThrownBy(() -> LogFormat.of("xml"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("bellhop.log.format must be text or json, was: xml");
  }

  private String line(String text, Object value, Throwable error) {
    JsonEncoder encoder = LogFormat.encoder(context);
    LoggingEvent event =
        new LoggingEvent(
            "x",
            context.getLogger("io.bellhop.Some"),
            Level.WARN,
            text,
            error,
            value == null ? null : new Object[] {value});
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
