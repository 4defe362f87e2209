package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies without an id and a time: a repeat at first, news when the window has passed. */
class RepeatWindowTest {
  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/booking-experts"));

  @TempDir private Path routes;

  @Test
  void the_same_prices_updated_is_news_again_after_its_window() throws Exception {
    copyWithWindow("2s");
    byte[] body = fixtures.read("category-prices_updated.json");
    try (FixtureApi api = new FixtureApi(fixtures);
        TestHub hub =
            TestHub.start(
                Map.of(
                    "bellhop.providers",
                    "booking-experts",
                    "bellhop.routes.extra",
                    routes.toString()))) {
      HubClient.Account account = hub.account("booking-experts", api.uri());
      hub.post(account, body);
      hub.post(account, body);
      hub.awaitSettled();
      assertThat(hub.statuses(account)).containsExactlyInAnyOrder("done", "duplicate");

      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                hub.post(account, body);
                return hub.settledEvents(account).size() == 2;
              });
      assertThat(hub.events(account))
          .extracting(event -> event.at("/hook/eventType").asText())
          .containsOnly("availability.updated");
      assertThat(hub.statuses(account)).containsOnly("done", "duplicate");
    }
  }

  /** The provider's own routes, with nothing but the window another. */
  private void copyWithWindow(String window) throws Exception {
    Path own = Files.createDirectories(routes.resolve("booking-experts"));
    try (Stream<Path> files = Files.list(Path.of("routes/booking-experts"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        Files.writeString(
            own.resolve(file.getFileName().toString()),
            text.replaceAll(
                "name: idempotencyWindow, value: \\w+",
                "name: idempotencyWindow, value: " + window));
      }
    }
  }
}
