package io.bellhop.ingest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a body is stored. */
class BodyReaderTest {
  private static final String CARD = "4111111111111111";

  @Test
  void a_body_that_has_nothing_to_drop_is_stored_byte_by_byte() {
    String body = "{ \"n\" : 1.50,\n \"name\":\"Zo\\u00eb\", \"big\": 1e9999 }";

    assertThat(stored(body)).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ccNumber",
        "cc_number",
        "CCNUMBER",
        "cardNumber",
        "card_number",
        "Card-Number",
        "creditCardNumber",
        "cvc",
        "CVC",
        "cvv",
        "cvv2",
        "card_cvv",
        "card_security_code"
      })
  void card_data_is_dropped_however_its_name_is_written(String name) {
    assertThat(stored("{\"a\":1,\"" + name + "\":\"" + CARD + "\",\"b\":2}"))
        .isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void it_is_dropped_at_any_depth_with_all_that_is_in_it() {
    assertThat(
            stored(
                "{'guests':[{'name':'A'},{'pay':{'cvv':{'is':'123'},'type':'visa'}}],"
                    + "'raw':[[{'card_number':['4111']}]]}"))
        .isEqualTo(
            "{'guests':[{'name':'A'},{'pay':{'type':'visa'}}],'raw':[[{}]]}".replace('\'', '"'));
  }

  @Test
  void names_that_only_look_like_it_stay() {
    String body =
        "{'cardNumberLast4':'1111','useGuestCard':true,'cardType':'visa','text':'cvc','cvcs':[]}";

    assertThat(stored(body)).isEqualTo(body.replace('\'', '"'));
  }

  @Test
  void numbers_that_no_reader_can_misread_are_read_and_so_is_what_ends_with_zeros() {
    String body = "{\"a\": +300, \"b\": .5, \"c\": 300.}\0\0";

    assertThat(stored(body)).isEqualTo(body);
    assertThat(stored(body.replace("}", ", \"cvc\": 1}")))
        .isEqualTo("{\"a\":300,\"b\":0.5,\"c\":300}");
  }

  @Test
  void numbers_stay_exactly_as_they_were() {
    assertThat(
            stored(
                "{'cvc':1,'a':0.10,'b':12345678901234567890.123456789012345678901234567890,"
                    + "'c':123456789012345678901234567890,'d':100.00,'e':0,'f':-0.50,'g':1E+2}"))
        .isEqualTo(
            "{'a':0.10,'b':12345678901234567890.123456789012345678901234567890,".replace('\'', '"')
                + "'c':123456789012345678901234567890,'d':100.00,'e':0,'f':-0.50,'g':1E+2}"
                    .replace('\'', '"'));
  }

  @Test
  void a_number_of_absurd_size_stays_the_text_that_was_written() {
    // Written plainly it would have a million digits for each that was sent.
    assertThat(stored("{'cvc':1,'a':[1e999,1e999999,1e-999999,1E+2147483648,1e99999999999]}"))
        .isEqualTo(
            "{'a':[1E+999,'1e999999','1e-999999','1E+2147483648','1e99999999999']}"
                .replace('\'', '"'));
    assertThat(stored("{'cvc':1,'a':" + "7".repeat(5000) + "}"))
        .isEqualTo("{\"a\":\"" + "7".repeat(5000) + "\"}");
    assertThat(stored("{'cvc':1,'a':" + "7".repeat(900) + "}"))
        .isEqualTo("{\"a\":" + "7".repeat(900) + "}");
    assertThat(stored("{'cvc':1,'a':[NaN,-Infinity]}"))
        .isEqualTo("{\"a\":[\"NaN\",\"-Infinity\"]}");
  }

  @Test
  void a_senders_unambiguous_mistake_is_read() {
    assertThat(read("{'a':'two\nlines\tand a tab','b':[1,2,],}").json())
        .isEqualTo(VerifierInput.json("{'a':'two\\nlines\\tand a tab','b':[1,2]}"));
    assertThat(read("\ufeff{'a':1}").json()).isEqualTo(VerifierInput.json("{'a':1}"));
    byte[] cut = "{\"a\":\"Zo\u00eb\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(read(cut).json().path("a").asText()).isEqualTo("Zo\ufffd");
  }

  @Test
  void half_an_emoji_and_nul_become_one_sign_in_texts_and_names() {
    WebhookBody body =
        read("{'n\\ud83d':'Nice \\ud83d','\\u0000':['a\\u0000b','\\ude00','\\ud83d\\ude00']}");

    assertThat(body.json())
        .isEqualTo(
            VerifierInput.json(
                "{'n\ufffd':'Nice \ufffd','\ufffd':['a\ufffdb','\ufffd','\ud83d\ude00']}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void each_encoding_of_unicode_is_known_by_its_zeros(String charset) {
    byte[] body = "{\"a\":\"東京\"}".getBytes(java.nio.charset.Charset.forName(charset));

    assertThat(read(body).json().path("a").asText()).isEqualTo("東京");
  }

  @Test
  void texts_and_the_order_of_fields_stay() {
    WebhookBody body =
        read("{'z':'Zoë 東京 🏨','cvc':1,'a':null,'b':true,'c':'','d':'\\ud83c alone'}");

    assertThat(new String(body.bytes(), UTF_8))
        .startsWith("{'z':'Zoë 東京 ".replace('\'', '"'))
        .matches("\\{\"z\":.*,\"a\":.*,\"b\":.*,\"c\":.*,\"d\":.*}");
    assertThat(parsed(body.bytes())).isEqualTo(body.json());
    assertThat(body.json().path("z").asText()).isEqualTo("Zoë 東京 🏨");
    assertThat(body.json().path("d").asText()).isEqualTo("\ufffd alone");
  }

  @Test
  void a_folder_may_name_more() {
    BodyReader reader = reader(BodyKind.OBJECT, "passport", "date_of_birth");
    WebhookBody body = read(reader, bytes("{'PassPort':'X','dateOfBirth':'Y','cvc':'1','id':7}"));

    assertThat(body.bytes()).asString(UTF_8).isEqualTo("{\"id\":7}");
    assertThat(body.json()).isEqualTo(VerifierInput.json("{'id':7}"));
  }

  @Test
  void what_is_read_is_what_is_stored_and_its_hash_knows_no_card() {
    WebhookBody one = read("{'id':7,'card':{'cvv':'123'}}");
    WebhookBody other = read("{'id':7,'card':{'cvv':'987'}}");

    assertThat(one.json()).isEqualTo(VerifierInput.json("{'id':7,'card':{}}"));
    assertThat(one.hash()).isEqualTo(other.hash());
  }

  @Test
  void a_repeated_field_hides_nothing() {
    // The tree has the last of the two only: the bytes as they came would still have the first.
    assertThat(stored("{'pay':{'cvv':'123'},'pay':{'type':'visa'}}"))
        .isEqualTo("{\"pay\":{\"type\":\"visa\"}}");
    assertThat(stored("{'a':[{'cvv':'123'}],'a':1}")).isEqualTo("{\"a\":1}");
    assertThat(stored("{'cvv':'123','cvv':'987'}")).isEqualTo("{}");
    assertThat(stored("{'a':1,'a':1.50}")).isEqualTo("{\"a\":1.50}");
  }

  @Test
  void a_body_in_another_encoding_of_unicode_is_read_too() {
    WebhookBody body = read("{\"cvc\":1,\"a\":\"ë\"}".getBytes(UTF_16BE));

    assertThat(body.bytes()).asString(UTF_8).isEqualTo("{\"a\":\"ë\"}");
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{} {}",
        "{}x",
        "{'a':1,'a':1}x",
        "{a:1}",
        "<a/>",
        "'a'",
        "1",
        "null"
      })
  void what_is_no_json_or_neither_object_nor_array_is_nothing(String body) {
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> reader(BodyKind.ANY).read(bytes(body)));
  }

  @Test
  void a_body_as_deep_as_a_tower_is_nothing() {
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(
            () ->
                reader(BodyKind.OBJECT)
                    .read(bytes("{'a':" + "[".repeat(5000) + "]".repeat(5000) + "}")));
    assertThat(read("{'cvc':1,'a':" + "[".repeat(900) + "]".repeat(900) + "}")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "OBJECT, {}, true",
    "OBJECT, [], false",
    "ARRAY, [], true",
    "ARRAY, '[{},1]', true",
    "ARRAY, {}, false",
    "ANY, {}, true",
    "ANY, [], true",
    "ANY, 1, false"
  })
  void the_kind_of_body_is_what_the_provider_sends(BodyKind kind, String body, boolean good) {
    assertThatCode(() -> reader(kind).read(bytes(body)))
        .matches(thrown -> (thrown == null) == good);
  }

  @Test
  void an_array_is_one_body_and_card_data_is_dropped_in_it_too() {
    WebhookBody body = read(reader(BodyKind.ARRAY), bytes("[{'id':1,'cvc':'1'},{'id':2}]"));

    assertThat(body.bytes()).asString(UTF_8).isEqualTo("[{\"id\":1},{\"id\":2}]");
  }

  /** A route may get the tree in place of what is read from the database later. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ 'n' : 1.50, 'm': 1E+2, 'big': 1e9999, 'long': 12345678901234567890, 'z': 1.0 }",
        "{'a':1,'a':2}",
        "{'cvv':'123','x':{'cvv':1},'price':10.00}",
        "{'half':'\\ud83d','\\ud83d':1}",
        "{'nan':NaN,'list':[1,2,],}"
      })
  void the_tree_of_a_body_is_what_its_stored_bytes_say(String body) throws IOException {
    WebhookBody read = read(body);

    assertThat(read.json()).isEqualTo(Json.read(Json.mapper(), read.bytes()));
  }

  private static String stored(String body) {
    return new String(read(body).bytes(), UTF_8);
  }

  private static WebhookBody read(String body) {
    return read(bytes(body));
  }

  private static WebhookBody read(byte[] body) {
    return read(reader(BodyKind.OBJECT), body);
  }

  private static WebhookBody read(BodyReader reader, byte[] body) {
    try {
      return reader.read(body);
    } catch (UnreadableException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parsed(byte[] json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"').getBytes(UTF_8);
  }

  private static BodyReader reader(BodyKind kind, String... drop) {
    return new BodyReader(Json.mapper(), kind, new SensitiveFieldFilter(List.of(drop)));
  }
}
