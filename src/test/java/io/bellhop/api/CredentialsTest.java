package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'username':'u','password':'p'}",
        "{'secret':'s'}",
        "{'header':'X-Hotel','value':'v'}",
        "{'token':'t'}"
      })
  void a_webhook_may_be_proven_in_each_of_these_ways(String webhook) {
    assertThat(wrong("webhook", webhook)).isEmpty();
  }

  @Test
  void other_words_of_a_proof_are_refused_and_the_known_ones_named() {
    assertThat(wrong("webhook", "{'key':'k'}"))
        .containsExactly("webhook may have username, password, secret, header, value and token");
  }

  @ParameterizedTest
  @CsvSource({
    "user-api-key, true",
    "x_api_key, true",
    "token, true",
    "a-, true",
    "-a, false",
    "User-Api-Key, false",
    "a b, false",
    "a.b, false",
    "1a, false"
  })
  void names_are_small_letters_digits_underscores_and_dashes(String name, boolean good) {
    assertThat(wrong("api", "{'" + name + "':'v'}").isEmpty()).isEqualTo(good);
  }

  @Test
  void ids_open_nothing_and_are_shown() {
    Map<String, String> ids =
        Map.of("workspace_id", "w", "integration_account_id", "i", "own_user_id", "u");

    assertThat(Credentials.masked(ids)).isEqualTo(ids);
    assertThat(Credentials.masked(Map.of("token", "t", "user-api-key", "k")))
        .isEqualTo(Map.of("token", "***", "user-api-key", "***"));
  }

  private static List<String> wrong(String field, String given) {
    List<String> found = new ArrayList<>();
    Credentials credentials =
        new Credentials(field, Map.of(), (where, what) -> found.add(where + " " + what));
    try {
      var json = new ObjectMapper().readTree(given.replace('\'', '"'));
      if (field.equals("api")) {
        credentials.api(json);
      } else {
        credentials.webhook(json);
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return found;
  }
}
