package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bookings are found by what people know of them, and have a history. */
class RecordSearchTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends ApiOnHub {
    private static final Fixtures FIXTURES = Fixtures.inFolder(Path.of("fixtures", "ownerrez"));

    private HubClient.Account account;

    Cases(Store store) {
      super(store, Map.of("bellhop.providers", "ownerrez"));
    }

    @BeforeAll
    void bookings() {
      account = hub.ownerRez(URI.create("http://127.0.0.1:9"));
      book("m-1", 11, "José", "van der Berg", "2026-10-02", "10:01");
      book("m-2", 12, "Anna", "Schmidt", "2026-10-05", "10:02");
      book("m-3", 12, "Anna", "Schmidt-Danso", "2026-10-09", "10:03");
      book("m-3", 12, "Anna", "Schmidt-Danso", "2026-10-09", "10:03");
      hub.awaitSettled();
    }

    private void book(String id, int record, String first, String last, String to, String minute) {
      ObjectNode body = FIXTURES.json("booking-entity_create-inline.json");
      body.put("id", id).put("entity_id", record);
      ObjectNode booking = body.withObject("entity").put("id", record);
      booking.put("departure", to).put("updated_utc", "2026-03-09T" + minute + ":00Z");
      booking.put("arrival", to.replaceFirst("..$", "0" + record % 10));
      booking.put("platform_reservation_number", "HM" + record);
      ObjectNode guest =
          booking.withObject("guest").put("first_name", first).put("last_name", last);
      guest
          .putArray("email_addresses")
          .addObject()
          .put("address", first.substring(0, 2) + "@Example.com")
          .put("is_default", true);
      hub.post(account, FixtureJson.bytes(body));
      hub.awaitSettled();
    }

    private List<String> found(String query) {
      return Api.ids(api.get("/reservations?" + query, 200));
    }

    @Test
    void by_its_code_in_any_letters() {
      assertThat(found("confirmation_code=hm11")).containsExactly("11");
      assertThat(found("confirmation_code=HM1")).isEmpty();
    }

    @Test
    void by_words_of_the_guests_name_or_how_they_begin() {
      assertThat(found("guest=JOSE")).containsExactly("11");
      assertThat(found("guest=van%20ber")).containsExactly("11");
      assertThat(found("guest=sch+ann")).containsExactly("12");
      assertThat(found("guest=erg")).isEmpty();
      assertThat(found("guest=danso")).as("the name that it has now").containsExactly("12");
      assertThat(api.get("/reservations?guest=%20-", 422).at("/errors/details/guest")).hasSize(1);
    }

    @Test
    void by_the_whole_address_of_the_guest() {
      assertThat(found("guest_email=AN@example.com")).containsExactly("12");
      assertThat(found("guest_email=an@example")).isEmpty();
    }

    @Test
    void by_property_and_days() {
      assertThat(found("arrival_from=2026-10-01&arrival_to=2026-10-01")).containsExactly("11");
      assertThat(found("property_id=470003&departure_from=2026-10-03&departure_to=2026-10-09"))
          .containsExactly("12");
      assertThat(found("departure_to=2026-10-08")).as("it has moved").containsExactly("11");
      assertThat(found("property_id=1&arrival_from=2026-10-01")).isEmpty();
      assertThat(api.get("/reservations?arrival_to=2.10.2026", 422).at("/errors/details"))
          .hasToString("{\"arrival_to\":[\"must be a date such as 2026-12-31\"]}");
    }

    @Test
    void by_its_id_in_every_account() {
      assertThat(Api.ids(api.get("/records/reservation?record_id=12", 200))).containsExactly("12");
      assertThat(Api.ids(api.get("/records/guest?record_id=12", 200))).isEmpty();
    }

    @Test
    void what_the_provider_has_deleted_is_found_by_nothing() {
      book("m-4", 13, "Li", "Moss", "2026-10-09", "10:04");
      assertThat(found("guest=moss")).containsExactly("13");
      ObjectNode delete = FIXTURES.json("booking-entity_delete.json");
      hub.post(account, FixtureJson.bytes(delete.put("id", "m-5").put("entity_id", 13)));
      hub.awaitSettled();

      assertThat(found("guest=moss")).isEmpty();
    }

    @Test
    void its_events_are_its_history() {
      String of = "/events?record_id=12&event_type=block.*;reservation.*&order=newest";
      JsonNode events = api.get(of, 200).path("data");

      assertThat(events.findValuesAsText("eventType"))
          .containsExactly("reservation.updated", "reservation.created");
      assertThat(api.get("/events?record_id=12&event_type=guest.*", 200).path("data")).isEmpty();
    }

    @Test
    void a_record_has_its_events_beside_it() {
      JsonNode page = api.get("/records/reservation/12/events?limit=1", 200);
      assertThat(page.findValuesAsText("eventType")).containsExactly("reservation.created");
      String next = page.at("/meta/next").asText();
      page = api.get("/records/block/12/events?limit=1&after=" + next, 200);
      assertThat(page.findValuesAsText("eventType")).containsExactly("reservation.updated");
      assertThat(page.at("/meta/next").isNull()).isTrue();
      assertThat(api.get("/records/reservation/12/events?order=newest&after=1", 200).path("data"))
          .as("nothing is older, but there is such a record")
          .isEmpty();
      api.get("/records/reservation/999/events", 404);
      api.get("/records/guest/12/events", 404);
      api.get("/records/reservatoin/12/events", 404);
    }

    @Test
    void a_deleted_record_keeps_its_history() {
      book("m-6", 14, "Kim", "Larsson", "2026-10-09", "10:05");
      ObjectNode delete = FIXTURES.json("booking-entity_delete.json");
      hub.post(account, FixtureJson.bytes(delete.put("id", "m-7").put("entity_id", 14)));
      hub.awaitSettled();

      api.get("/records/reservation/14", 404);
      assertThat(
              api.get("/records/reservation/14/events", 200)
                  .path("data")
                  .findValuesAsText("eventType"))
          .containsExactly("reservation.created", "reservation.deleted");
    }

    @Test
    void a_walk_by_id_finds_each_record_once_though_they_change_meanwhile() {
      String path = "/records/reservation?order=id&pagination%5Blimit%5D=1&record_id=";
      JsonNode first = api.get(path, 200);
      assertThat(Api.ids(first)).containsExactly("11");
      book("m-8", 11, "José", "van der Berg", "2026-10-03", "10:06");

      String after = "&after=" + first.at("/meta/next").asText();
      JsonNode second = api.get(path + after, 200);
      assertThat(Api.ids(second)).containsExactly("12");
      book("m-9", 11, "José", "van der Berg", "2026-10-02", "10:07");
      assertThat(second.at("/meta/next").isNull()).isTrue();
      assertThat(api.get(path + "&after=x", 422).at("/errors/details/after")).hasSize(1);
      assertThat(api.get("/records/block?after=x", 422).at("/errors/details/after")).hasSize(1);
    }

    @Test
    void an_event_names_the_repeats_of_its_webhook() {
      String id = Api.ids(api.get("/events?record_id=12&order=newest&limit=1", 200)).get(0);
      JsonNode event = api.get("/events/" + id, 200).at("/data/attributes");

      assertThat(event.path("deliveries").findValuesAsText("origin")).containsExactly("webhook");
      assertThat(event.path("duplicates").findValuesAsText("status")).containsExactly("duplicate");
    }
  }
}
