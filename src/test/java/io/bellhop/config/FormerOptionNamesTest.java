package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.bellhop.support.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormerOptionNamesTest {
  private static final String FORMER = "bellhop.inbox.idle";
  private static final String CURRENT = "bellhop.inbox.poll-interval";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "bellhop.inbox.idle, bellhop.inbox.poll-interval",
    "bellhop.inbox.tries, bellhop.inbox.max-attempts",
    "bellhop.delivery.idle, bellhop.delivery.poll-interval",
    "bellhop.delivery.patience, bellhop.delivery.disable-after",
    "bellhop.delivery.rotation, bellhop.delivery.secret-rotation-grace",
    "bellhop.silence.interval, bellhop.inactivity.interval",
    "bellhop.silence.factor, bellhop.inactivity.factor",
    "bellhop.silence.least, bellhop.inactivity.min-missed",
    "bellhop.retention.every, bellhop.retention.purge-interval"
  })
  void a_former_name_sets_the_option_in_every_source(String former, String current)
      throws Exception {
    String variable = former.toUpperCase(Locale.ROOT).replace('.', '_');

    assertThat(load(Map.of(former, "7"), Map.of()).text(current)).isEqualTo("7");
    assertThat(load(Map.of(), Map.of(variable, "7")).text(current)).isEqualTo("7");
    assertThat(load(Map.of("bellhop.config", file(former + "=7")), Map.of()).text(current))
        .isEqualTo("7");
    assertThat(host(Map.of(former, "7")).text(current)).isEqualTo("7");
    assertThat(load(Map.of(), Map.of()).with(Map.of(former, "7")).text(current)).isEqualTo("7");
  }

  @Test
  void a_host_that_cannot_list_its_options_is_asked_for_former_names() {
    Options.Given given = unlisted(Map.of(FORMER, "7s"));

    assertThat(Options.of(given, ours -> Map.of()).text(CURRENT)).isEqualTo("7s");
  }

  @Test
  void sources_keep_their_order_for_former_names() throws Exception {
    Map<String, String> system = Map.of("bellhop.config", file(FORMER + "=1s"), FORMER, "3s");

    assertThat(load(system, Map.of("BELLHOP_INBOX_IDLE", "2s")).text(CURRENT)).isEqualTo("3s");
  }

  @Test
  void an_option_that_a_former_name_sets_counts_as_given_by_its_current_name() {
    assertThat(load(Map.of(FORMER, "7s"), Map.of()).given()).containsExactly(CURRENT);
  }

  @Test
  void both_names_with_different_values_are_an_error_that_names_both_places() throws Exception {
    Map<String, String> system = Map.of("bellhop.config", file(FORMER + "=1s"));
    Map<String, String> environment = Map.of("BELLHOP_INBOX_POLL_INTERVAL", "2s");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(system, environment))
        .withMessageContainingAll(
            FORMER + " is the former name of " + CURRENT,
            "1s, given in " + system.get("bellhop.config"),
            "2s, given in the environment as BELLHOP_INBOX_POLL_INTERVAL",
            "remove " + FORMER);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> host(Map.of(FORMER, "1s", CURRENT, "2s")))
        .withMessageContaining("remove " + FORMER);
  }

  @Test
  void both_names_with_the_same_value_are_no_error() {
    assertThatNoException()
        .isThrownBy(
            () -> assertThat(load(Map.of(FORMER, "1s", CURRENT, " 1s"), Map.of())).isNotNull());
  }

  @Test
  void a_former_name_is_logged_once_a_hub_has_started() {
    try (LogCapture log = LogCapture.of(FormerNames.class)) {
      FormerNames names = new FormerNames();
      load(Map.of(FORMER, "1s"), Map.of()).formerNames().forEach(names::note);
      names.note(FORMER, CURRENT);
      assertThat(log.lines()).as("before it has started").isEmpty();
      names.log();
      names.note(FORMER, CURRENT);
      assertThat(log.lines())
          .containsExactly(FORMER + " is deprecated: write " + CURRENT + " instead");
    }
  }

  @Test
  void a_provider_may_have_an_option_that_is_called_like_a_former_one() {
    Options options =
        Options.load(
            properties(Map.of()),
            Map.of("BELLHOP_SILENCE_FACTOR", "9"),
            ours -> Map.of("bellhop.silence.factor", "1"));

    assertThat(options.text("bellhop.silence.factor")).isEqualTo("9");
    assertThat(options.text("bellhop.inactivity.factor")).isEqualTo("2");
  }

  private String file(String line) throws Exception {
    return Files.writeString(folder.resolve("bellhop.properties"), line).toString();
  }

  private static Options load(Map<String, String> system, Map<String, String> environment) {
    return Options.load(properties(system), environment, ours -> Map.of());
  }

  private static Options host(Map<String, String> given) {
    return Options.of(
        new Options.Given() {
          @Override
          public Set<String> names() {
            return given.keySet();
          }

          @Override
          public String value(String name) {
            return given.get(name);
          }
        },
        ours -> Map.of());
  }

  /** As Spring's environment, seen through Camel. */
  private static Options.Given unlisted(Map<String, String> given) {
    return new Options.Given() {
      @Override
      public Set<String> names() {
        return Set.of();
      }

      @Override
      public String value(String name) {
        return given.get(name);
      }
    };
  }

  private static Properties properties(Map<String, String> map) {
    Properties properties = new Properties();
    properties.putAll(map);
    return properties;
  }
}
