package io.bellhop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.ClearedField;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record is as its published schema says, whatever a mapping has passed on. */
class RecordSchemaFilterTest {
  private final RecordSchemaFilter shapes = new RecordSchemaFilter();
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "{'notes': {'a': 1}}|notes: an object is not a text",
        "{'notes': true}|notes: true is not a text",
        "{'totalPrice': 'much'}|totalPrice: a text is not a number",
        "{'nights': 1.5}|nights: 1.5 is not a whole number",
        "{'nights': 0}|nights: 0 is not a value that this field allows",
        "{'status': 'booked'}|status: \"booked\" is not a value that this field allows",
        "{'updatedAt': '2026-05-02'}|updatedAt: \"2026-05-02\" is not a value that this field allows",
        "{'primaryGuest': 'Ann'}|primaryGuest: a text is not an object",
        "{'primaryGuest': {'emails': [['a']]}}|primaryGuest.emails[0]: a list is not a text",
        "{'rooms': 'two'}|rooms: a text is not a list",
        "{'primaryGuest': {'address': {'zone': ['A']}}}"
            + "|primaryGuest.address.zone: a list is not a text",
        "{'verification': {'isEmailVerified': 1}}"
            + "|verification.isEmailVerified: 1 is neither true nor false",
        "{'finances': {'fee': {'breakdown': [{'total': 5}]}}}"
            + "|finances.fee.breakdown[0]: it has no type"
      })
  void a_field_of_another_type_is_left_out_with_a_warning(String record, String warning) {
    assertThat(held("reservation", record)).isEqualTo(RouteExchange.json("{'id': '7'}"));
    assertThat(warnings).containsExactly(warning + ", so the field is left out");
    assertThat(RecordSchemaFilter.leftOut(warnings.get(0)))
        .hasValue(warning.replaceAll(": .*", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "{'notes': 42}|{'notes': '42'}",
        "{'customFields': [{'id': 5}, {'id': '6'}]}|{'customFields': [{'id': 5}, {'id': '6'}]}",
        "{'unitIds': 'a'}|{'unitIds': ['a']}",
        "{'unitIds': ['a', 7, '7']}|{'unitIds': ['a', '7']}",
        "{'totalPrice': '12.50'}|{'totalPrice': 12.50}",
        "{'numberOfGuests': 2.0}|{'numberOfGuests': 2.0}",
        "{'notes': '', 'rooms': [{}], 'codes': {'accessCode': []}, 'own': null}|{}",
        "{'own': {'any': ['thing']}}|{'own': {'any': ['thing']}}",
        "{'status': 'confirmed', 'currency': 'eur'}|{'status': 'CONFIRMED', 'currency': 'EUR'}",
        "{'updatedAt': '2026-05-02 09:30:00Z'}|{'updatedAt': '2026-05-02T09:30:00.000Z'}",
        "{'updatedAt': '2026-05-02T11:30:00.4+02:00'}|{'updatedAt': '2026-05-02T09:30:00.400Z'}",
        "{'updatedAt': 1777714200}|{'updatedAt': '2026-05-02T09:30:00.000Z'}",
        "{'updatedAt': '2026-05-02T09:30:00.123456Z'}|{'updatedAt': '2026-05-02T09:30:00.123456Z'}",
        "{'arrivalDate': '2026-05-02T00:00:00Z'}|{'arrivalDate': '2026-05-02'}"
      })
  void what_can_be_read_as_the_schema_says_is_so_without_a_warning(String record, String held) {
    assertThat(held("reservation", record).remove(List.of("id")))
        .isEqualTo(RouteExchange.json(held));
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_text_that_programs_write_for_nothing_stays_with_a_warning() {
    assertThat(held("reservation", "{'primaryGuest': {'nameLast': 'null'}}"))
        .isEqualTo(RouteExchange.json("{'id': '7', 'primaryGuest': {'nameLast': 'null'}}"));
    assertThat(warnings)
        .containsExactly("primaryGuest.nameLast: \"null\" may mean that there is no value");
    assertThat(RecordSchemaFilter.leftOut(warnings.get(0))).isEmpty();
  }

  @Test
  void a_mark_that_a_field_was_emptied_stays() {
    String mark = ClearedField.VALUE.textValue();

    assertThat(held("reservation", "{'unitIds': '" + mark + "'}").get("unitIds"))
        .isEqualTo(ClearedField.VALUE);
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_type_without_a_schema_may_be_anything() {
    assertThat(held("invoice", "{'status': 7}"))
        .isEqualTo(RouteExchange.json("{'id': '7', 'status': 7}"));
    assertThat(warnings).isEmpty();
  }

  private ObjectNode held(String type, String fields) {
    ObjectNode record = (ObjectNode) RouteExchange.json("{'id': '7'}");
    record.setAll((ObjectNode) RouteExchange.json(fields));
    shapes.hold(type, record, warnings::add);
    return record;
  }
}
