package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestNode;
import org.junit.jupiter.api.Test;

class RecordTermsTest {
  private final ObjectNode record = TestNode.MAPPER.createObjectNode();

  @Test
  void a_guest_a_booking_and_a_conversation_are_found_by_the_person() {
    record.put("name", "Zoë O’Neill");
    assertThat(RecordTerms.of("guest", record)).containsExactly("name neill", "name o", "name zoe");
    assertThat(RecordTerms.of("property", record)).isEmpty();
    record.removeAll();
    record.putObject("recipient").put("name", "Zoë").put("email", " Zoe@Example.com ");
    assertThat(RecordTerms.of("conversation", record))
        .containsExactly("email zoe@example.com", "name zoe");
  }

  @Test
  void what_no_database_stores_and_what_is_no_name_is_left_out() {
    record.putObject("codes").put("confirmationCode", "half \ud83d of one");
    ObjectNode guest = record.putObject("primaryGuest").put("name", "ab\ud83d ".repeat(100));
    guest.putArray("emails").add("a\u0000b@example.com").add("x".repeat(300)).addNull();

    assertThat(RecordTerms.of("reservation", record)).containsExactly("name ab");
  }

  @Test
  void a_long_word_is_cut_between_characters_and_still_found() {
    String longest = "a" + "\ud801\udc10".repeat(40);
    record.putObject("primaryGuest").put("name", longest);

    String term = RecordTerms.of("reservation", record).iterator().next();

    assertThat(term.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
        .isTrue();
    assertThat(RecordTerms.names(longest)).containsExactly(term);
  }
}
