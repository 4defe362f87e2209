package io.bellhop.ingest;

import static io.bellhop.ingest.VerifierInput.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.ingest.verify.BasicVerifier;
import io.bellhop.ingest.verify.TemplateParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerSettingsTest {
  @Test
  void events_that_are_merged_are_named_by_an_expression_that_fits_the_whole_name() {
    ListenerSettings settings =
        settings("mergeEvents", "booking\\.updated|guest\\..*", "mergeWindow", "2s");

    assertThat(settings.merged()).accepts("booking.updated", "guest.created");
    assertThat(settings.merged()).rejects("booking.updated.v2", "bookingXupdated", "a guest.");
    assertThat(settings.mergeWindow()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void what_is_not_said_is_as_strict_as_it_can_be() {
    ListenerSettings settings = settings();

    assertThat(settings.merged()).rejects("", "booking.updated");
    assertThat(settings.mergeWindow()).isZero();
    assertThat(settings.body()).isEqualTo(BodyKind.OBJECT);
    assertThat(settings.idempotencyWindow()).isNull();
    assertThat(settings.tenant()).isNull();
    assertThat(settings.verifier()).isInstanceOf(BasicVerifier.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          idempotencyKey;     id;             "parameter idempotencyKey: a field must be a JSONPath to one value ($.a.b) or a header (@name) or #body, was: id"
          event;              #body;          "parameter event: a field must be a JSONPath to one value ($.a.b) or a header (@name), was: #body"
          tenant;             @x-hotel;       "parameter tenant: a field must be a JSONPath to one value ($.a.b), was: @x-hotel"
          mergeEvents;        (;              "parameter mergeEvents must be a regular expression (Unclosed group), was: ("
          mergeWindow;        soon;           "parameter mergeWindow must be a time such as 500ms, 2s, 5m or 30d, was: soon"
          mergeWindow;        "";             "parameter mergeWindow must be a time such as 500ms, 2s, 5m or 30d, was: "
          idempotencyWindow;  1 day;          "parameter idempotencyWindow must be a time such as 500ms, 2s, 5m or 30d, was: 1 day"
          idempotencyWindow;  0s;             "parameter idempotencyWindow must be longer than nothing, or left empty, was: 0s"
          body;               list;           "parameter body must be one of any, array, object, was: list"
          verifyOptional;      yes;            "parameter verifyOptional must be one of false, true, was: yes"
          drop;               $.card.number;  "parameter drop must be names of fields, no paths, divided by blanks, was: $.card.number"
          """)
  void what_is_wrong_is_named_with_what_to_write(String name, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(name, value))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          signatureHeader;     "";                    "parameter signatureHeader must be the name of a header, such as X-Signature, was: "
          signatureHeader;     X Y;                   "parameter signatureHeader must be the name of a header, such as X-Signature, was: X Y"
          signatureAlgorithm;  md5;                   "parameter signatureAlgorithm must be one of sha1, sha256, sha512, was: md5"
          signatureEncoding;   text;                  "parameter signatureEncoding must be one of base64, hex, was: text"
          secretEncoding;      base32;                "parameter secretEncoding must be one of base64, hex, text, was: base32"
          signedContent;       "";                    "parameter signedContent must have {body} once, and of other braces only {timestamp}, was: "
          signedContent;       "{body}{body}";        "parameter signedContent must have {body} once, and of other braces only {timestamp}, was: {body}{body}"
          signedContent;       "{url}{body}";         "parameter signedContent must have {body} once, and of other braces only {timestamp}, was: {url}{body}"
          signedContent;       "{timestamp}.{body}";  "parameter timestampHeader must name a header, since signedContent has {timestamp}, was: "
          timestampHeader;     X-Time;                "parameter timestampHeader must be left out, or signedContent must have {timestamp}, was: X-Time"
          """)
  void so_it_is_of_a_signature(String name, String value, String message) {
    List<String> all = new ArrayList<>(List.of("verify", "hmac", "signatureHeader", "X-Sum"));
    all.addAll(List.of(name, value));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(all.toArray(String[]::new)))
        .withMessage(message);
  }

  @Test
  void a_parameter_that_nobody_gave_is_named() {
    Map<String, String> parameters = VerifierInput.parameters();
    parameters.remove("orderKey");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ListenerSettings.of(new TemplateParameters(parameters), VerifierInput.clock(0)))
        .withMessage("parameter orderKey is missing");
  }

  @Test
  void the_template_and_the_bean_have_the_same_parameters_with_the_same_defaults() {
    List<String> names = new ArrayList<>();
    Map<String, String> defaults = new HashMap<>();
    for (JsonNode parameter : VerifierInput.template().path("parameters")) {
      names.add(parameter.path("name").asText());
      if (parameter.has("defaultValue")) {
        defaults.put(parameter.path("name").asText(), parameter.path("defaultValue").asText());
      }
      assertThat(parameter.path("description").asText()).as(names.toString()).endsWith(".");
    }

    assertThat(defaults).isEqualTo(TemplateParameters.DEFAULTS);
    names.add("largest"); // an option of the hub, no provider's to say
    assertThat(VerifierInput.template().at("/beans/0/properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(names);
    assertThat(Arrays.stream(ListenerProcessor.class.getMethods()).map(m -> m.getName()))
        .containsAll(names.stream().map(ListenerSettingsTest::setter).toList());
  }

  private static String setter(String name) {
    return "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
