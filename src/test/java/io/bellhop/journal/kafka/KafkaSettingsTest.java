package io.bellhop.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {
  private static KafkaSettings of(String option) {
    return KafkaSettings.of(
        option, Map.of("PASSWORD", "a&b=$1")::get, Duration.ofSeconds(2), 1_000_000);
  }

  @Test
  void servers_topic_properties_and_secrets_are_read() {
    KafkaSettings settings =
        of(
            "kafka:broker-1:9092,broker-2:9093/hooks?security.protocol=SASL_SSL"
                + "&sasl.jaas.config=Plain required password=\"{{env:PASSWORD}}\";");

    assertThat(settings.servers()).isEqualTo("broker-1:9092,broker-2:9093");
    assertThat(settings.topic()).isEqualTo("hooks");
    assertThat(settings.client())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "Plain required password=\"a&b=$1\";");
    assertThat(settings.toString()).doesNotContain("a&b");
  }

  @Test
  void the_topic_has_a_usual_name() {
    assertThat(of("kafka:localhost:9092").topic()).isEqualTo("bellhop-inbox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka | must be database, or kafka:<host>",
        "kafka:localhost | must be database, or kafka:<host>",
        "rabbit:localhost:1 | must be database, or kafka:<host>",
        "kafka:localhost:9092/a topic | must be database, or kafka:<host>",
        "kafka:localhost:9092?acks=1 | acks: Bellhop sets it itself",
        "kafka:localhost:9092?sasl.mecanism=PLAIN | did you mean sasl.mechanism?",
        "kafka:localhost:9092?client.id={{env:NONE}} | needs the environment variable NONE"
      })
  void what_is_wrong_is_named(String option, String fault) {
    assertThatThrownBy(() -> of(option))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("bellhop.log")
        .hasMessageContaining(fault);
  }
}
