package io.bellhop.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that learns everything from one file. */
class SetupStartTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
  private static final String SECRET = SubscriptionBuilder.secret(3);

  @TempDir private Path folder;

  @Test
  void what_is_posted_to_the_given_token_reaches_the_given_webhook() throws Exception {
    String url = Store.H2.freshUrl();
    try (Receiver receiver = new Receiver()) {
      Map<String, String> options =
          Map.of(
              "bellhop.providers",
              "ownerrez",
              "bellhop.setup",
              file(receiver),
              "bellhop.delivery.allow-private",
              "true",
              "bellhop.data",
              folder.toString());
      for (int start = 1; start <= 2; start++) {
        try (TestHub hub = TestHub.startAt(url, options)) {
          byte[] body = booking(start);
          URI listener = hub.server().url().resolve("/hooks/ownerrez/" + TOKEN);

          assertThat(hub.post(new HubClient.Account("any", listener), body).statusCode())
              .isEqualTo(200);

          List<Received> all = receiver.await(start);
          assertThat(all).hasSize(start);
          verify(all.get(start - 1));
          assertThat(all.get(start - 1).json().at("/data/record/totalPrice").asInt())
              .isEqualTo(100 + start);
        }
      }
    }
  }

  @Test
  void a_file_that_is_wrong_ends_the_start() throws Exception {
    Path file = Files.writeString(folder.resolve("setup.yaml"), "webhook: []");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TestHub.start(Map.of("bellhop.setup", file.toString())).close())
        .withMessage(
            "bellhop.setup: "
                + file
                + ":1: webhook is unknown; did you mean webhooks? known are integration_accounts,"
                + " webhooks");
  }

  private String file(Receiver receiver) throws Exception {
    return Files.writeString(
            folder.resolve("setup.yaml"),
            """
            integration_accounts:
              - provider: ownerrez
                name: Lake House
                api: {token: at_test}
                webhook: {username: user, password: "pass:word"}
                listener_token: %s
            webhooks:
              - callback_url: %s
                event_mask: reservation.created;reservation.updated
                is_global: true
                is_active: true
                send_data: true
                secret: %s
            """
                .formatted(TOKEN, receiver.url("/hook"), SECRET))
        .toString();
  }

  private static byte[] booking(int version) {
    var body =
        Fixtures.inFolder(Path.of("fixtures/ownerrez")).json("booking-entity_create-inline.json");
    body.put("id", "u-" + version);
    body.withObject("entity")
        .put("updated_utc", "2026-04-0" + version + "T08:00:00Z")
        .put("total_amount", 100 + version);
    return FixtureJson.bytes(body);
  }

  private static void verify(Received post) throws Exception {
    Map<String, List<String>> headers = new HashMap<>();
    post.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    new com.standardwebhooks.Webhook(SECRET)
        .verify(post.text(), HttpHeaders.of(headers, (name, value) -> true));
  }
}
