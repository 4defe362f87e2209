package io.bellhop.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.bellhop.json.Json;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every reservation that a fixture expects, in the words of the standards. */
class BuiltInTransformsTest {
  private static final ObjectMapper MAPPER = Json.mapper();
  private static final String HTNG = "htng-express/Reservation";
  private static final String SCHEMA_ORG = "schema.org/LodgingReservation";
  private static final JsonSchema HTNG_SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(SchemaLocation.of("classpath:standards/htng-express-reservation.json"));

  /** One of each for all events: compiling it takes longer than using it. */
  private static final Map<String, Shape> VIEWS =
      Map.of(HTNG, new Shape(null, HTNG), SCHEMA_ORG, new Shape(null, SCHEMA_ORG));

  /** What is known of it is all of this. */
  private static final String FULL =
      """
      {"hook": {"eventType": "reservation.created"}, "data": {"record": {
        "id": "12", "propertyId": "470003", "status": "CONFIRMED", "nativeStatus": "accepted",
        "createdAt": "2026-11-01T08:00:00.000Z", "updatedAt": "2026-11-02T08:00:00.000Z",
        "arrivalDate": "2026-12-20", "departureDate": "2026-12-27", "arrivalLocalTime": "16:00",
        "departureEstimatedTime": "2026-12-27T15:00:00.000Z",
        "numberOfAdults": 2, "numberOfChildren": 1, "roomTypeIds": ["double"], "unitIds": ["101"],
        "primaryGuest": {"name": "Ada Example", "nameFirst": "Ada", "nameLast": "Example",
          "emails": ["ada@example.com"], "mobileNumbers": ["+1 555 0100"],
          "preferredLanguage": {"code": "en"},
          "address": {"line1": "1 Main St", "line2": "Apt 2", "city": "Springfield",
            "postal_code": "12345", "country": "US"}},
        "channel": "%s", "source": "Airbnb", "codes": {"confirmationCode": "HM123456"},
        "totalPrice": 1234.50, "currency": "USD"}}}
      """;

  private static JsonNode view(String name, JsonNode event) throws Exception {
    return VIEWS.get(name).transform(event);
  }

  private static List<JsonNode> reservations() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("fixtures"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".expected.json")).toList()) {
        for (JsonNode expected : MAPPER.readTree(file.toFile()).path("events")) {
          String type = expected.path("eventType").asText();
          if (type.startsWith("reservation.")) {
            ObjectNode event = MAPPER.createObjectNode();
            event.putObject("hook").put("eventType", type);
            all.add(event.set("data", expected));
          }
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(100);
    all.add(MAPPER.readTree(FULL.formatted("AIRBNB")));
    for (JsonNode event : List.copyOf(all)) {
      for (String part : List.of("/data/record", "/data/previous")) {
        partial(event, part, all);
      }
    }
    return all;
  }

  /** The same event without each of its fields in turn, however deep. */
  private static void partial(JsonNode event, String path, List<JsonNode> all) {
    for (Map.Entry<String, JsonNode> field : event.at(path).properties()) {
      // A record without an id is none.
      if (!field.getKey().equals("id")) {
        JsonNode less = event.deepCopy();
        ((ObjectNode) less.at(path)).remove(field.getKey());
        all.add(less);
        partial(event, path + "/" + field.getKey(), all);
      }
    }
  }

  @Test
  void every_view_of_htng_express_has_its_names_and_types() throws Exception {
    for (JsonNode event : reservations()) {
      JsonNode view = view(HTNG, event);
      assertThat(HTNG_SCHEMA.validate(view)).as("%s of %s", view, event).isEmpty();
      assertThat(view.path("pms_reservation_id").asText()).isNotEmpty();
    }
  }

  @Test
  void what_htng_express_requires_and_no_record_has_is_exactly_this() throws Exception {
    JsonNode complete;
    try (InputStream in =
        getClass().getResourceAsStream("/standards/htng-express-reservation.json")) {
      complete = MAPPER.readTree(in).at("/$defs/complete");
    }
    JsonNode view = view(HTNG, MAPPER.readTree(FULL.formatted("DIRECT")));

    assertThat(missing(complete.path("required"), view))
        .containsExactly("is_posting_allowed", "room_rate_info");
    assertThat(missing(complete.path("guest"), view.path("primary_guest")))
        .containsExactly("profile_id", "preferences");
    assertThat(view.path("pms_confirmation_code").asText()).isEqualTo("HM123456");
    JsonNode ofChannel = view(HTNG, MAPPER.readTree(FULL.formatted("AIRBNB")));
    assertThat(ofChannel.at("/external_confirmation_code/0").asText()).isEqualTo("AIRBNB:HM123456");
    assertThat(ofChannel.has("pms_confirmation_code")).isFalse();
  }

  private static List<String> missing(JsonNode required, JsonNode view) {
    List<String> missing = new ArrayList<>();
    required.forEach(
        name -> {
          if (!view.has(name.asText())) {
            missing.add(name.asText());
          }
        });
    return missing;
  }

  @Test
  void every_view_of_schema_org_is_in_its_vocabulary() throws Exception {
    JsonNode vocabulary;
    try (InputStream in = getClass().getResourceAsStream("/standards/schema.org.json")) {
      vocabulary = MAPPER.readTree(in);
    }
    for (JsonNode event : reservations()) {
      JsonNode view = view(SCHEMA_ORG, event);
      assertThat(view.path("@context").asText()).isEqualTo("https://schema.org");
      check(vocabulary, (ObjectNode) ((ObjectNode) view).without("@context"));
    }
  }

  private static void check(JsonNode vocabulary, ObjectNode thing) {
    String type = thing.path("@type").asText();
    for (Map.Entry<String, JsonNode> field : thing.properties()) {
      if (!field.getKey().equals("@type")) {
        JsonNode range = range(vocabulary, type, field.getKey());
        assertThat(range).as("%s of %s", field.getKey(), type).isNotNull();
        List<String> kinds = new ArrayList<>();
        range.forEach(kind -> kinds.add(kind.asText()));
        assertThat(kinds.stream().anyMatch(kind -> is(vocabulary, kind, field.getValue())))
            .as("%s of %s is one of %s: %s", field.getKey(), type, kinds, field.getValue())
            .isTrue();
      }
    }
  }

  private static JsonNode range(JsonNode vocabulary, String type, String property) {
    for (String at = type; !at.isEmpty(); at = vocabulary.path(at).path("parent").asText()) {
      JsonNode range = vocabulary.path(at).path("properties").get(property);
      if (range != null) {
        return range;
      }
    }
    return null;
  }

  private static boolean is(JsonNode vocabulary, String kind, JsonNode value) {
    String text = value.asText();
    return switch (kind) {
      case "Text" -> value.isTextual() && !text.isEmpty();
      case "Integer" -> value.isIntegralNumber();
      case "Number" -> value.isNumber();
      case "Time" -> text.matches("\\d{2}:\\d{2}:\\d{2}");
      // A day alone is what is known where a property has no time.
      case "DateTime" -> text.matches("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3}Z)?)?");
      case "ReservationStatusType" ->
          vocabulary
              .at("/ReservationStatusType/members")
              .toString()
              .contains('"' + text.replace("https://schema.org/", "") + '"');
      default -> {
        boolean isKind = false;
        String type = value.path("@type").asText();
        for (String at = type; !at.isEmpty(); at = vocabulary.path(at).path("parent").asText()) {
          isKind |= at.equals(kind);
        }
        if (isKind) {
          check(vocabulary, (ObjectNode) value);
        }
        yield isKind;
      }
    };
  }

  @Test
  void a_full_reservation_says_all_that_the_words_of_schema_org_have() throws Exception {
    JsonNode view = view(SCHEMA_ORG, MAPPER.readTree(FULL.formatted("AIRBNB")));

    assertThat(view.path("checkinTime").asText()).isEqualTo("2026-12-20T16:00:00");
    assertThat(view.path("checkoutTime").asText()).isEqualTo("2026-12-27T15:00:00.000Z");
    assertThat(view.path("totalPrice").decimalValue()).isEqualByComparingTo("1234.50");
    assertThat(view.at("/underName/address/streetAddress").asText()).isEqualTo("1 Main St, Apt 2");
    assertThat(view.at("/broker/name").asText()).isEqualTo("Airbnb");
    assertThat(view.at("/reservationFor/identifier").asText()).isEqualTo("470003");
  }

  @Test
  void an_amount_with_three_decimals_and_one_of_nothing_stay_exact() throws Exception {
    ObjectNode event = (ObjectNode) MAPPER.readTree(FULL.formatted("DIRECT"));
    ObjectNode record = event.withObject("/data/record");
    record.set("totalPrice", MAPPER.readTree("1234.505"));
    record.put("currency", "BHD");

    assertThat(view(SCHEMA_ORG, event).path("totalPrice").decimalValue())
        .isEqualByComparingTo("1234.505");
    record.put("totalPrice", 0);
    record.put("numberOfChildren", 0);
    assertThat(view(SCHEMA_ORG, event).path("totalPrice").isNumber()).isTrue();
    assertThat(view(SCHEMA_ORG, event).path("numChildren").isIntegralNumber()).isTrue();
    assertThat(view(HTNG, event).path("number_of_children").isIntegralNumber()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "INQUIRY, PreConfirmed, ReservationPending",
    "PENDING, PreConfirmed, ReservationPending",
    "CONFIRMED, Reserved, ReservationConfirmed",
    "CHECKED_IN, InHouse, ReservationConfirmed",
    "CHECKED_OUT, CheckedOut, ReservationConfirmed",
    "CANCELLED, Canceled, ReservationCancelled",
    "DECLINED, Canceled, ReservationCancelled",
    "EXPIRED, Canceled, ReservationCancelled",
    "NO_SHOW, NoShow, ReservationConfirmed",
    "UNKNOWN, '', ''"
  })
  void each_status_has_its_word(String status, String htng, String schemaOrg) throws Exception {
    ObjectNode event = (ObjectNode) MAPPER.readTree(FULL.formatted("AIRBNB"));
    event.withObject("/data/record").put("status", status);

    assertThat(view(HTNG, event).path("reservation_status_htng").asText()).isEqualTo(htng);
    assertThat(view(SCHEMA_ORG, event).path("reservationStatus").asText())
        .isEqualTo(schemaOrg.isEmpty() ? "" : "https://schema.org/" + schemaOrg);
    event.withObject("/hook").put("eventType", "reservation.deleted");
    event.withObject("/data").set("previous", event.at("/data/record"));
    event.withObject("/data").putObject("record").put("id", "12");
    assertThat(view(HTNG, event).path("reservation_status_htng").asText()).isEqualTo("Canceled");
    assertThat(view(SCHEMA_ORG, event).path("reservationStatus").asText())
        .isEqualTo("https://schema.org/ReservationCancelled");
    assertThat(view(HTNG, event).path("arrival_date").asText()).isEqualTo("2026-12-20");
  }

  @Test
  void other_events_are_left_out_without_data_there_is_the_id_and_unknown_names_are_refused()
      throws Exception {
    JsonNode block =
        MAPPER.readTree("{\"hook\":{\"eventType\":\"block.created\"},\"data\":{\"record\":{}}}");
    JsonNode thin =
        MAPPER.readTree(
            "{\"hook\":{\"eventType\":\"reservation.updated\"},\"data\":{\"recordId\":\"12\"}}");
    for (String name : BuiltInTransforms.NAMES) {
      assertThat(new Shape(null, name).wants(block)).isFalse();
      assertThat(new Shape(null, name).wants(thin)).isTrue();
      assertThat(view(name, thin).toString()).contains("\"12\"");
      assertThat(Shape.transformFault(name)).isNull();
      assertThat(Shape.fault(name)).as("as a filter it is no name").isNotNull();
      assertThat(Files.readString(Path.of("src/main/jte/console/shapeFields.jte"))).contains(name);
    }
    assertThat(Shape.transformFault("schema.org/LodgingReservations")).contains(SCHEMA_ORG);
  }
}
