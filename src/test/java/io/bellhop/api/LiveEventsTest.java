package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Bookings;
import io.bellhop.support.EventReader;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events as they come: the stream, and lists that wait. */
class LiveEventsTest extends ApiOnHub {
  private Bookings bookings;

  LiveEventsTest() {
    super(
        Store.H2,
        Map.of("bellhop.providers", "ownerrez", "bellhop.http.stream-heartbeat", "300ms"));
  }

  @BeforeAll
  void connect() {
    bookings = Bookings.of(hub);
  }

  @Test
  void a_stream_has_each_event_once_in_order_and_continues_behind_the_last_one() {
    List<String> ids;
    String last;
    try (EventReader reader = read("", Map.of())) {
      bookings.send(101);
      bookings.send(102);
      bookings.send(103);
      ids = reader.awaitRecords(3);
      last = reader.events().get(1).id();
      assertThat(reader.events().get(0).type()).isEqualTo("reservation.created");
      assertThat(reader.events().get(0).json()).isEqualTo(logged("101"));
    }
    assertThat(ids).containsExactly("101", "102", "103");

    try (EventReader again = read("", Map.of("Last-Event-ID", last))) {
      assertThat(again.awaitRecords(1)).containsExactly("103");
      bookings.send(104);
      assertThat(again.awaitRecords(2)).containsExactly("103", "104");
    }
  }

  @Test
  void without_a_place_a_stream_begins_with_what_comes_and_with_one_behind_it() {
    bookings.send(201);
    try (EventReader fromNow = read("", Map.of());
        EventReader all = read("?after=0", Map.of())) {
      bookings.send(202);
      assertThat(fromNow.awaitRecords(1)).containsExactly("202");
      assertThat(all.await(events -> records(events).contains("202"))).isNotEmpty();
      assertThat(records(all.events())).containsSubsequence("201", "202");
    }
  }

  @Test
  void the_filters_of_the_list_are_those_of_the_stream() {
    try (EventReader none = read("?event_type=guest.*", Map.of());
        EventReader some = read("?event_type=reservation.created", Map.of())) {
      bookings.send(301);
      assertThat(some.awaitRecords(1)).containsExactly("301");
      assertThat(none.events()).isEmpty();
    }
    assertThat(status("?event_type=reservaton.created", Map.of())).isEqualTo(422);
    assertThat(status("?limit=3", Map.of())).isEqualTo(422);
    assertThat(status("", Map.of("Last-Event-ID", "nonsense"))).isEqualTo(422);
  }

  @Test
  void a_stream_shows_that_it_lives_and_ends_when_its_key_does() {
    JsonNode key = api.post("/api_keys", "{'api_key':{'name':'live','role':'read'}}", 201);
    String text = key.at("/data/attributes/key").asText();
    try (EventReader reader = EventReader.open(url(""), text, Map.of())) {
      reader.awaitHeartbeats(2);
      api.call("DELETE", "/api_keys/" + key.at("/data/id").asText(), null, 200);
      reader.awaitEnd();
    }
    assertThat(EventReader.status(url(""), text, Map.of())).isEqualTo(401);
  }

  @Test
  void a_key_of_another_workspace_hears_nothing() {
    JsonNode key = api.post("/api_keys", "{'api_key':{'name':'o','workspace_id':'other'}}", 201);
    String text = key.at("/data/attributes/key").asText();
    try (EventReader theirs = EventReader.open(url("?after=0"), text, Map.of());
        EventReader ours = read("", Map.of())) {
      bookings.send(401);
      ours.awaitRecords(1);
      theirs.awaitHeartbeats(2);
      assertThat(theirs.events()).isEmpty();
    }
  }

  @Test
  void a_list_waits_until_there_are_events() throws Exception {
    String end = api.get("/events?after=end&wait=0s", 200).at("/meta/last").asText();
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(() -> api.get("/events?wait=20s&after=" + end, 200));
    bookings.send(501);

    JsonNode page = waiting.get(60, TimeUnit.SECONDS);
    assertThat(page.at("/data/0/attributes/data/record/id").asText()).isEqualTo("501");
    String last = page.at("/meta/last").asText();
    assertThat(api.get("/events?after=" + last, 200).path("data")).isEmpty();
  }

  @Test
  void a_list_that_waits_in_vain_is_empty_and_says_where_to_go_on() {
    JsonNode page = api.get("/events?after=end&wait=1s", 200);

    assertThat(page.path("data")).isEmpty();
    bookings.send(601);
    JsonNode next = api.get("/events?wait=20s&after=" + page.at("/meta/last").asText(), 200);
    assertThat(next.at("/data/0/attributes/data/record/id").asText()).isEqualTo("601");
    api.get("/events?wait=61s", 422);
    api.get("/events?wait=long", 422);
  }

  @Test
  void more_streams_than_workers_are_served_at_once_and_end_with_the_hub() throws Exception {
    try (TestHub own =
        TestHub.start(Map.of("bellhop.providers", "ownerrez", "bellhop.http.workers", "2"))) {
      List<EventReader> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readers.add(
            EventReader.open(
                own.server().url() + "/api/v1/events/stream", TestHub.API_KEY, Map.of()));
      }
      Bookings.of(own).send(701);
      readers.forEach(reader -> reader.awaitRecords(1));
      own.close();
      readers.forEach(EventReader::awaitEnd);
    }
  }

  private EventReader read(String query, Map<String, String> headers) {
    return EventReader.open(url(query), TestHub.API_KEY, headers);
  }

  private int status(String query, Map<String, String> headers) {
    return EventReader.status(url(query), TestHub.API_KEY, headers);
  }

  private String url(String query) {
    return hub.server().url() + "/api/v1/events/stream" + query;
  }

  private static List<String> records(List<EventReader.Event> events) {
    return events.stream().map(EventReader.Event::record).toList();
  }

  private JsonNode logged(String record) {
    return hub.client().events().stream()
        .filter(event -> event.at("/data/record/id").asText().equals(record))
        .findFirst()
        .orElseThrow();
  }
}
