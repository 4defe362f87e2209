package io.bellhop.ingest;

import static io.bellhop.ingest.VerifierInput.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.ingest.verify.BasicVerifier;
import io.bellhop.support.SharedTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerSettingsTest {
  @Test
  void events_that_are_merged_are_named_by_an_expression_that_fits_the_whole_name() {
    ListenerSettings settings =
        settings("mergeEvents", "booking\\.updated|guest\\..*", "mergeWindow", "2s");

    assertThat(settings.merge().events()).accepts("booking.updated", "guest.created");
    assertThat(settings.merge().events())
        .rejects("booking.updated.v2", "bookingXupdated", "a guest.");
    assertThat(settings.merge().window()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void an_unset_option_is_as_strict_as_possible() {
    ListenerSettings settings = settings();

    assertThat(settings.merge().events()).rejects("", "booking.updated");
    assertThat(settings.merge().window()).isZero();
    assertThat(settings.body().kind()).isEqualTo(BodyKind.OBJECT);
    assertThat(settings.keys().idempotencyWindow()).isNull();
    assertThat(settings.tenant().field()).isNull();
    assertThat(settings.answer()).isEqualTo(new AnswerSettings(Duration.ofMillis(2_200), 503));
    assertThat(settings.verifier()).isInstanceOf(BasicVerifier.class);
  }

  @Test
  void whether_a_body_can_be_a_repeat_is_an_expression() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("idempotencyIf", "if ("))
        .withMessageStartingWith("parameter idempotencyIf is not a JSLT expression");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          idempotencyKey;     id;             "parameter idempotencyKey: a field must be a JSONPath to one value ($.a.b) or a header (@name) or #body, was: id"
          event;              #body;          "parameter event: a field must be a JSONPath to one value ($.a.b) or a header (@name), was: #body"
          tenant;             #body;          "parameter tenant: a field must be a JSONPath to one value ($.a.b) or a header (@name), was: #body"
          tenant;             @x-hotel-key;   "parameter tenant must not be in a header whose name is one of secrets, because Bellhop does not store its value, was: @x-hotel-key"
          mergeEvents;        (;              "parameter mergeEvents must be a regular expression (Unclosed group), was: ("
          mergeWindow;        soon;           "parameter mergeWindow must be a time such as 500ms, 2s, 5m or 30d, was: soon"
          mergeWindow;        30;             "parameter mergeWindow must be a time such as 500ms, 2s, 5m or 30d, was: 30"
          answerWithin;       500ms;          "parameter answerWithin must be from 1s to 30s, was: 500ms"
          busyStatus;         200;            "parameter busyStatus must be one of 429, 500, 502, 503, 504, was: 200"
          mergeWindow;        "";             "parameter mergeWindow must be a time such as 500ms, 2s, 5m or 30d, was: "
          idempotencyWindow;  1 day;          "parameter idempotencyWindow must be a time such as 500ms, 2s, 5m or 30d, was: 1 day"
          idempotencyWindow;  0s;             "parameter idempotencyWindow must be longer than 0, or left empty, was: 0s"
          body;               list;           "parameter body must be one of any, array, object, was: list"
          verifyOptional;      yes;            "parameter verifyOptional must be one of false, true, was: yes"
          drop;               $.card.number;  "parameter drop must be names of fields, not paths, separated by spaces, was: $.card.number"
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
          signedContent;       "";                    "parameter signedContent must have {body} once, and no other braces than {timestamp}, was: "
          signedContent;       "{body}{body}";        "parameter signedContent must have {body} once, and no other braces than {timestamp}, was: {body}{body}"
          signedContent;       "{url}{body}";         "parameter signedContent must have {body} once, and no other braces than {timestamp}, was: {url}{body}"
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
  void a_missing_parameter_is_named() {
    Map<String, String> parameters = VerifierInput.parameters();
    parameters.remove("orderKey");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenerSettings.of(parameters, 100, VerifierInput.clock(0)))
        .withMessage("parameter orderKey is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "api", "sync"})
  void a_template_hands_each_of_its_parameters_to_its_bean(String template) {
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : SharedTemplate.read(template).path("parameters")) {
      names.add(parameter.path("name").asText());
      assertThat(parameter.path("description").asText()).as(names.toString()).endsWith(".");
    }
    if (template.equals("sync")) {
      names.removeAll(List.of("page", "body")); // the route itself reads them
    }

    assertThat(SharedTemplate.read(template).at("/beans/0/properties/parameters").properties())
        .extracting(Map.Entry::getKey, parameter -> parameter.getValue().asText())
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> tuple(name, "{{" + name + "}}")).toList());
  }
}
