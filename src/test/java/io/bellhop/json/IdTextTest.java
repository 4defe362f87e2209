package io.bellhop.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTextTest {
  private final ObjectMapper mapper = Json.mapper();

  @ParameterizedTest
  @ValueSource(strings = {"123", "123.0", "\"123\"", "\" 123\\t\"", "1.23e2", "12300e-2"})
  void one_record_has_one_id(String written) throws IOException {
    assertThat(IdText.of(node(written))).isEqualTo("123");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "90071992547409931234567890|90071992547409931234567890",
        "9007199254740993.0|9007199254740993",
        "12.50|12.50",
        "0.0|0",
        "-7.0|-7",
        "\"00123\"|00123",
        "\"123.0\"|123.0",
        "\"1e3\"|1e3",
        "\"a b\"|a b"
      })
  void it_is_exact_and_a_text_stays_as_it_is(String written, String id) throws IOException {
    assertThat(IdText.of(node(written))).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "{}", "{\"id\": 1}", "[1]", "\" \"", "\"\""})
  void what_is_no_value_is_no_id(String written) throws IOException {
    assertThat(IdText.of(node(written))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e-400"})
  void a_number_of_hundreds_of_digits_is_not_written_out(String written) throws IOException {
    assertThat(IdText.of(node(written)).length()).isLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "123.0", "1.23E+2"})
  void a_variable_of_a_route_is_read_alike(String number) {
    assertThat(IdText.ofValue(new BigDecimal(number))).isEqualTo("123");
    assertThat(IdText.ofValue(" 123 ")).isEqualTo("123");
    assertThat(IdText.ofValue(null)).isEmpty();
  }

  private JsonNode node(String json) throws IOException {
    return mapper.readTree(json);
  }
}
