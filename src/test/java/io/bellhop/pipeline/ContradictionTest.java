package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the API does not show of what its webhook says. */
class ContradictionTest {
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
