package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.FastClock;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What is under way beside the log and the deliveries when a hub is killed: an acknowledgement, a
 * sync, half of a pair, each for an account of another provider. One kill is enough for all.
 */
@Tag("slow")
class UnderWayCrashTest {

  @Nested
  class OnH2 extends OnStore {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  class OnPostgres extends OnStore {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  abstract static class OnStore {
    private final Ack ack = new Ack();
    private final Sync sync = new Sync();
    private final Pair pair = new Pair();
    private final FastClock clock = new FastClock();
    private final HubProcess hub;

    OnStore(Store store) {
      hub =
          new HubProcess(
              store,
              "channex,guesty,ownerrez",
              Map.of(
                  "BELLHOP_GUESTY_MERGE_WINDOW",
                  Pair.WINDOW.toSeconds() + "s",
                  "BELLHOP_INBOX_LEASE",
                  "2s"));
    }

    @BeforeAll
    void crash() throws Exception {
      hub.start();
      for (UnderWay one : List.of(pair, ack, sync)) {
        one.begin(hub);
      }
      hub.kill();
      assertThat(ack.api.calls(Ack.ACK)).hasSize(1);
      clock.run(1);
      hub.startHere(clock);
    }

    @AfterAll
    void stop() throws Exception {
      hub.close();
      ack.close();
      sync.close();
      pair.close();
    }

    /** After the commit of an event and before its acknowledgement at the provider. */
    @Test
    void an_acknowledgement_that_a_crash_cut_off_is_made_after_the_restart() {
      Awaitility.await().until(() -> ack.statuses().equals(List.of("done")));
      assertThat(ack.api.calls(Ack.ACK))
          .extracting(FixtureApi.Call::status)
          .containsExactly(0, 200);
      assertThat(ack.api.calls(Ack.REVISION)).as("the revision is read once").hasSize(3);
      assertThat(ack.events()).hasSize(1);
    }

    @Test
    void after_a_crash_a_sync_goes_on_at_the_last_page_and_emits_each_record_once() {
      JsonNode end =
          Awaitility.await()
              .until(
                  () -> hub.client().syncState(sync.account),
                  state -> !state.path("state").asText().equals("running"));
      assertThat(end.path("state").asText()).isEqualTo("done");
      assertThat(end.path("listed").asInt()).isEqualTo(Sync.PAGES * Sync.RECORDS);
      assertThat(sync.events())
          .extracting(event -> event.at("/data/record/id").asText())
          .doesNotHaveDuplicates()
          .hasSize(Sync.PAGES * Sync.RECORDS);
      assertThat(
              sync.api.calls(Sync.LIST).stream().filter(call -> call.query().containsKey("limit")))
          .as("what was read is not read again")
          .hasSize(1);
    }

    /** Behind the others, whose leases would end when the time of this one passes. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_pair_with_a_crash_between_its_halves_is_one_event() throws Exception {
      assertThat(pair.statuses()).as("the first half waits").containsExactly("pending");
      pair.sendHalf("msg_second", "reservation.updated-second.json");
      clock.forward(Pair.WINDOW);
      Awaitility.await().until(() -> pair.statuses().stream().noneMatch("pending"::equals));
      List<JsonNode> events = pair.events();
      assertThat(events).hasSize(1);
      assertThat(events.get(0).at("/hook/eventType").asText()).isEqualTo("reservation.updated");
      assertThat(events.get(0).at("/data/sourceEvents")).hasSize(2);
      assertThat(pair.statuses()).containsExactlyInAnyOrder("done", "merged");
    }
  }

  private static final class Ack extends UnderWay {
    private static final String REVISION =
        "/api/v1/booking_revisions/c3e91a70-52d4-4f8b-a1c6-000000000001";
    private static final String ACK = REVISION + "/ack";

    private Ack() {
      super("channex");
    }

    @Override
    void begin() {
      api.next(1, ACK, FaultyAnswer.never());
      JsonNode webhook = fields().path("webhook");
      Map<String, String> secret =
          Map.of(webhook.path("header").asText(), webhook.path("value").asText());
      assertThat(send("booking.json", secret)).isEqualTo(200);
      Awaitility.await().until(() -> !api.calls(ACK).isEmpty());
      assertThat(events()).as("the event is in the log before").hasSize(1);
    }
  }

  private static final class Sync extends UnderWay {
    private static final String LIST = "/v2/bookings";
    private static final int PAGES = 4;
    private static final int RECORDS = 10;

    private Sync() {
      super("ownerrez");
    }

    @Override
    void begin() throws Exception {
      for (int page = 1; page <= PAGES; page++) {
        // The first has limit=100, those behind it are where the one before them says.
        api.put(LIST + (page == 1 ? "@100" : "@page" + page), page(page));
      }
      CountDownLatch second = new CountDownLatch(1);
      api.next(1, LIST, usual -> usual)
          .next(
              1,
              LIST,
              usual -> {
                second.countDown();
                return FaultyAnswer.never();
              });
      hub.client().sync(account, false);
      second.await();
    }

    private byte[] page(int number) {
      ObjectNode page = FixtureJson.object();
      ArrayNode items = page.putArray("items");
      for (int i = 0; i < RECORDS; i++) {
        ObjectNode booking = fixtures.json("api/v2/bookings/273521.json");
        items.add(booking.put("id", number * 1000 + i));
      }
      String next = api.uri() + LIST + "?from=page" + (number + 1);
      page.put("next_page_url", number < PAGES ? next : null);
      return FixtureJson.bytes(page);
    }
  }

  private static final class Pair extends UnderWay {
    /** Longer than any start takes: the first half must still wait after it. */
    private static final Duration WINDOW = Duration.ofMinutes(20);

    private Pair() {
      super("guesty");
    }

    @Override
    void begin() {
      sendHalf("msg_first", "reservation.updated.json");
    }

    private void sendHalf(String id, String fixture) {
      assertThat(send(fixture, svix(id, fixture))).isEqualTo(200);
    }
  }
}
