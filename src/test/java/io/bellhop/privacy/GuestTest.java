package io.bellhop.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records and bodies are a guest's. */
class GuestTest {
  private static final ObjectMapper MAPPER = Json.mapper();
  private static final Guest ANNA =
      Guest.of("g-1", " Anna.Example@Example.com ", "+1 (555) 010-0123");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'primaryGuest':{'emails':['other@example.com','ANNA.example@example.com']}}",
        "{'primaryGuest':{'mobileNumbers':['555 0100123']}}",
        "{'primaryGuest':{'mobileNumbers':['0015550100123']}}",
        "{'recipient':{'phone':'1-555-010-0123'}}",
        "{'guest':{'phones':[{'number':'+15550100123'}]}}",
        "{'guestId':'g-1'}",
        "{'guest_ids':['g-0','g-1']}",
        "{'primaryGuest':{'id':'g-1'}}"
      })
  void a_record_with_one_of_the_values_is_theirs(String record) throws Exception {
    assertThat(ANNA.isIn("reservation", json(record))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'primaryGuest':{'emails':['nanna.example@example.com']}}",
        "{'notes':'a friend of anna.example@example.com'}",
        "{'primaryGuest':{'mobileNumbers':['+1 555 010 0124','0123','abc']}}",
        "{'id':'15550100123','propertyId':'15550100123'}",
        "{'id':'g-1','propertyId':'g-1'}",
        "{'primaryGuest':{'mobileNumbers':['99995550100123']}}",
        "{}"
      })
  void another_record_is_not(String record) throws Exception {
    assertThat(ANNA.isIn("reservation", json(record))).isFalse();
  }

  @Test
  void the_guest_s_own_record_is_known_by_its_id() throws Exception {
    assertThat(ANNA.isIn("guest", json("{'id':'g-1'}"))).isTrue();
    assertThat(Guest.of("g-1", null, null).isIn("guest", json("{'emails':['null']}"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':'write to Anna.Example@example.com, please'} | true",
        "{'text':'<anna.example@example.com>'} | true",
        "{'text':'joanna.example@example.com'} | false",
        "{'text':'anna.example@example.com-shop.org'} | false",
        "not JSON anna.example@example.com | true",
        "email=anna.example%40example.com | true",
        "{'text':'nothing'} | false"
      })
  void a_body_is_theirs_if_it_only_mentions_them(String body, boolean isTheirs) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(ANNA.isMentionedIn(MAPPER, bytes)).isEqualTo(isTheirs);
  }

  @Test
  void no_text_of_it_tells_who_it_is() {
    assertThat(
            ANNA.toString() + new Erasures.Request("g-1", "a@example.com", null, null, null, true))
        .doesNotContain("g-1", "example.com", "555");
  }

  private static JsonNode json(String text) throws Exception {
    return MAPPER.readTree(text.replace('\'', '"'));
  }
}
