package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sync whose hub is killed on its way. */
@Tag("slow")
@Timeout(120)
class SyncCrashTest {
  private static final String LIST = "/v2/bookings";
  private static final int PAGES = 4;
  private static final int RECORDS = 10;

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/ownerrez"));

  @ParameterizedTest
  @EnumSource(Store.class)
  void after_a_crash_a_sync_goes_on_at_the_last_page_and_emits_each_record_once(Store store)
      throws Exception {
    try (FixtureApi api = new FixtureApi(fixtures);
        HubProcess hub = new HubProcess(store, "ownerrez", Map.of("BELLHOP_INBOX_LEASE", "2s"))) {
      for (int page = 1; page <= PAGES; page++) {
        // The first has limit=100, those behind it are where the one before them says.
        String query = page == 1 ? "@100" : "@page" + page;
        api.put(LIST + query, page(api, page));
      }
      HubClient.Account account = account(hub.start(), api);
      CountDownLatch second = new CountDownLatch(1);
      api.next(1, LIST, usual -> usual)
          .next(
              1,
              LIST,
              usual -> {
                second.countDown();
                return FixtureAnswer.never();
              });
      hub.client().sync(account, false);
      second.await();

      hub.kill();
      hub.start();

      JsonNode end =
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(
                  () -> hub.client().syncState(account),
                  state -> !state.path("state").asText().equals("running"));
      assertThat(end.path("state").asText()).isEqualTo("done");
      assertThat(end.path("listed").asInt()).isEqualTo(PAGES * RECORDS);
      assertThat(hub.client().events())
          .extracting(event -> event.at("/data/record/id").asText())
          .doesNotHaveDuplicates()
          .hasSize(PAGES * RECORDS);
      assertThat(api.calls(LIST).stream().filter(call -> call.query().containsKey("limit")))
          .as("what was read is not read again")
          .hasSize(1);
    }
  }

  private byte[] page(FixtureApi api, int number) {
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

  private HubClient.Account account(HubProcess hub, FixtureApi api) {
    ObjectNode fields = fixtures.json("account.json");
    fields.put("provider", "ownerrez").put("name", "crash");
    fields.withObject("api").put("base_url", api.uri().toString());
    return hub.client().makeAccount(fields);
  }
}
