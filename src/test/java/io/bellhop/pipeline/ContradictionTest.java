package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the API does not show of what its webhook says. */
class ContradictionTest {
  @Test
  void a_word_that_is_written_in_another_way_is_no_contradiction() {
    var expected = json("{'nativeStatus': 'No-Show', 'arrivalDate': '2027-05-01'}");

    assertThat(
            Contradiction.between(
                expected, json("{'nativeStatus': 'no_show', 'arrivalDate': '2027-05-01'}")))
        .isEmpty();
    assertThat(
            Contradiction.between(
                expected, json("{'nativeStatus': 'show', 'arrivalDate': '2027-05-10'}")))
        .hasSize(2);
  }

  @Test
  void an_element_with_the_id_must_have_what_is_expected_of_it() {
    var expected = json("{'messages': [{'id': '9', 'createdAt': '*'}]}");

    assertThat(
            Contradiction.between(
                expected, json("{'messages': [{'id': '8'}, {'id': '9', 'createdAt': 'x'}]}")))
        .isEmpty();
    for (String behind : new String[] {"{}", "{'messages': [{'id': '9'}]}", "{'messages': []}"}) {
      assertThat(Contradiction.between(expected, json(behind))).as(behind).hasSize(1);
    }
  }
}
