package io.bellhop.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.Senders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a property function of Camel finds: the example of docs/deployment.md. */
class SecretFunctionTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
  private static final String FILE =
      """
      integration_accounts:
        - provider: ownerrez
          name: Lake House
          webhook: {username: hub, password: "{{secret:ownerrez/password}}"}
          listener_token: %s
      """;

  @Test
  void a_setup_file_and_a_sink_may_ask_it_and_no_page_of_operations_shows_a_secret(
      @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("setup.yaml"), FILE.formatted(TOKEN));
    try (TestHub hub =
        TestHub.start(
            Map.of(
                "bellhop.setup",
                file.toString(),
                "bellhop.sinks.vault",
                "file:{{secret:sink/folder}}"))) {
      URI listener = URI.create(hub.server().url() + "/hooks/ownerrez/" + TOKEN);
      byte[] body =
          "{\"id\":1,\"action\":\"webhook_test\",\"entity_type\":\"booking\"}"
              .getBytes(StandardCharsets.UTF_8);

      assertThat(post(hub, listener, body, "kept-in-the-vault")).isEqualTo(200);
      assertThat(post(hub, listener, body, "{{secret:ownerrez/password}}")).isEqualTo(401);
      assertThat(hub.server().context().getEndpoints())
          .anyMatch(endpoint -> endpoint.getEndpointUri().contains("target/vault-sink"));
      for (String path :
          List.of(
              "/observe/health?exposureLevel=full&data=true",
              "/observe/metrics",
              "/observe/info")) {
        assertThat(
                hub.senders()
                    .send("GET", URI.create(hub.server().management() + path), null, Map.of())
                    .body())
            .doesNotContain(TestHub.API_KEY, TOKEN, "kept-in-the-vault");
      }
    }
  }

  private static int post(TestHub hub, URI listener, byte[] body, String password) {
    return hub.senders().post(listener, body, Senders.basic("hub", password)).statusCode();
  }
}
