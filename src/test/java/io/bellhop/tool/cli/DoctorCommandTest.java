package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  private static final String AWAY = "http://127.0.0.1:9";

  @Test
  void it_prints_a_line_a_check_and_ends_with_1_if_one_has_failed() {
    CommandRun run = CommandRun.of("doctor", "--url", AWAY, "--api-key", "a-key");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.lines())
        .allMatch(line -> line.matches("(ok|warning|failed|not checked) +[^:]+: .+"))
        .contains(
            "failed       hub: "
                + AWAY
                + " gives no answer: start it, or say where it is by --url");
  }

  @Test
  void the_same_as_json() {
    CommandRun run = CommandRun.of("doctor", "--json", "--url", AWAY, "--api-key", "a-key");

    JsonNode all = FixtureJson.parse(run.out().getBytes(StandardCharsets.UTF_8));
    assertThat(run.code()).isEqualTo(1);
    assertThat(all)
        .last()
        .satisfies(
            hub -> {
              assertThat(hub.path("result").asText()).isEqualTo("failed");
              assertThat(hub.path("check").asText()).isEqualTo("hub");
              assertThat(hub.path("text").asText()).startsWith(AWAY);
            });
  }
}
