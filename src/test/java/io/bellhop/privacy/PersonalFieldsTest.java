package io.bellhop.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What an erasure leaves. */
class PersonalFieldsTest {
  private static final ObjectMapper MAPPER = Json.mapper();
  private static final Instant NOW = Instant.parse("2026-05-02T09:30:00Z");

  @Test
  void ids_dates_and_amounts_stay_and_all_else_goes() throws Exception {
    ObjectNode record =
        json(
            """
            {"id":"r","arrivalDate":"2026-12-01","totalPrice":100.10,"status":"CONFIRMED",
             "primaryGuest":{"name":"Anna"},"guests":[{"name":"Ben"}],"notes":"late",
             "customFields":[{"id":"1","name":"passport"}],"whatever":"unknown",
             "codes":{"accessCode":["1234"],"confirmationCode":"HM1"},
             "messages":[{"id":"m","body":"hello","senderType":"Guest"}]}
            """);

    assertThat(PersonalFields.erased(record))
        .isEqualTo(
            json(
                """
                {"id":"r","arrivalDate":"2026-12-01","totalPrice":100.10,"status":"CONFIRMED",
                 "codes":{"confirmationCode":"HM1"},"messages":[{"id":"m","senderType":"Guest"}]}
                """));
  }

  @Test
  void an_event_loses_what_its_record_changes_and_previous_state_hold() throws Exception {
    ObjectNode event =
        json(
            """
            {"hook":{"id":"e"},"data":{"provider":"pms","record":{"id":"r","notes":"late"},
             "changes":{"notes":["early","late"],"nights":[1,2]},
             "previous":{"id":"r","primaryGuest":{"name":"Anna"}},"eventMetadata":{"x":"Anna"},
             "warnings":["who is Anna"],"sourceEvents":["s"]}}
            """);

    assertThat(PersonalFields.erase(event, NOW)).isTrue();
    assertThat(event)
        .isEqualTo(
            json(
                """
                {"hook":{"id":"e"},"data":{"provider":"pms","record":{"id":"r"},
                 "changes":{"nights":[1,2]},"previous":{"id":"r"},
                 "warnings":["Personal data was erased at 2026-05-02T09:30:00Z"],
                 "sourceEvents":["s"]}}
                """));
    assertThat(PersonalFields.erase(event, NOW.plusSeconds(1))).as("again").isFalse();
  }

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) MAPPER.readTree(text);
  }
}
