package io.bellhop.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMaskTest {
  /** With what the routes of providers make events of besides the records of the contract. */
  private static final EventNames NAMES =
      new EventNames(
          Set.of(
              "rate_1",
              "calendar",
              "conversation",
              "discount_action",
              "invoice",
              "lock",
              "rentable_type",
              "reservation_note"));

  @ParameterizedTest
  @CsvSource({
    "*, reservation.created, true",
    "reservation.created, reservation.created, true",
    "reservation.created, reservation.updated, false",
    "reservation.*, reservation.requested, true",
    "reservation.*, reservation_note.created, false",
    "block.created; reservation.*, reservation.deleted, true",
    "block.created; reservation.*, block.deleted, false",
    ";; guest.created ;, guest.created, true"
  })
  void a_mask_matches_names_kinds_and_everything(String mask, String type, boolean matches) {
    assertThat(new EventMask(mask).matches(type)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "reservation.created",
        "reservation.*;block.*",
        "webhook.disabled",
        "mapping.failed ; sync.failed",
        "invoice.created",
        "discount_action.*",
        "rentable_type.updated",
        "lock.created",
        "reservation_note.deleted",
        "calendar.conflict",
        "calendar.updated",
        "calendar.*",
        "account.silent;account.degraded;account.recovered;account.revoked"
      })
  void names_of_the_contract_and_of_a_providers_further_records_will_do(String mask) {
    assertThat(new EventMask(mask).faults(NAMES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "reservation.update, reservation.updated",
    "reservations.created, reservation.created",
    "properties.*, property.*",
    "Reservation.Created, reservation.created",
    "RESERVATION.created, reservation.created",
    "PROPERTIES.*, property.*",
    "reservation_created, reservation.created",
    "conversation.created, conversation.updated",
    "reservaton.*, reservation.*",
    "availabilities.updated, availability.updated",
    "webhook.disable, webhook.disabled",
    "block, block.*",
    "reservation.craeted, reservation.created",
    "invoices.created, invoice.created",
    "account.degrade, account.degraded"
  })
  void what_only_looks_like_a_name_is_refused_with_those_that_are_near(String name, String near) {
    assertThat(new EventMask(name).faults(NAMES))
        .singleElement()
        .asString()
        .startsWith("is not the name of an event; near ones are ")
        .contains(near)
        .doesNotContain(name + ",")
        .doesNotEndWith(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ari", "x", "*.created", "**", "booking.*", "order.created"})
  void what_is_like_nothing_is_refused_with_all_there_are(String name) {
    assertThat(new EventMask(name).faults(NAMES))
        .singleElement()
        .asString()
        .contains("reservation.*", "webhook.*");
  }

  @Test
  void each_wrong_name_is_reported_with_its_place() {
    List<String> faults = new EventMask("reservation.*;reservation.new;guest.gone").faults(NAMES);

    assertThat(faults).hasSize(2);
    assertThat(faults.get(0)).startsWith("name 2 is not").contains("reservation.created");
    assertThat(faults.get(1)).startsWith("name 3 is not").contains("guest.created");
    assertThat(new EventMask("x;".repeat(100)).faults(NAMES)).hasSize(10);
  }

  @Test
  void the_names_are_those_of_the_schema() throws Exception {
    JsonNode type =
        new ObjectMapper()
            .readTree(getClass().getResourceAsStream("/schemas/event.json"))
            .at("/properties/hook/properties/eventType/anyOf");

    List<String> names = new ArrayList<>();
    type.at("/0/enum").forEach(name -> names.add(name.asText()));
    assertThat(EventNames.KNOWN).containsExactlyInAnyOrderElementsOf(names);
    Pattern further = Pattern.compile(type.at("/1/pattern").asText());
    for (String name :
        List.of("invoice.created", "invoice.paid", "guest.renamed", "rate_1.deleted")) {
      assertThat(NAMES.isPart(name)).isEqualTo(further.matcher(name).matches());
    }
  }
}
