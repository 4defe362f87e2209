package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.ConfigException;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tracing.LogIds;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
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
