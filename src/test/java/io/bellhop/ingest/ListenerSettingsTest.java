package io.bellhop.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListenerSettingsTest {
  @Test
  void events_that_are_merged_are_named_by_an_expression_that_fits_the_whole_name() {
    ListenerSettings settings = settings("$.id", "booking\\.updated|guest\\..*", "2s");

    assertThat(settings.merged()).accepts("booking.updated", "guest.created");
    assertThat(settings.merged()).rejects("booking.updated.v2", "bookingXupdated", "a guest.");
    assertThat(settings.mergeWindow()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void without_an_expression_none_is_merged() {
    assertThat(settings("$.id", "", "0").merged()).rejects("", "booking.updated");
  }

  @Test
  void what_is_wrong_is_named_by_its_parameter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("id", "", "0"))
        .withMessageContainingAll("parameter idempotencyKey", "was: id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("$.id", "(", "0"))
        .withMessageContaining("parameter mergeEvents");
  }

  private static ListenerSettings settings(String key, String mergeEvents, String mergeWindow) {
    return ListenerSettings.of(
        "acme", "basic", "$.event", key, "$.booking", mergeEvents, mergeWindow);
  }
}
