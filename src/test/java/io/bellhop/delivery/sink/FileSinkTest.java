package io.bellhop.delivery.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.ConfigException;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to a folder, and what becomes of a hub whose sink is none. */
class FileSinkTest {
  private static final URI NO_API = URI.create("http://127.0.0.1:1");

  @TempDir private Path folder;

  @Test
  void an_event_becomes_a_file_that_bears_its_id() throws Exception {
    Path out = folder.resolve("out");
    Path setup =
        Files.writeString(
            folder.resolve("setup.yaml"),
            "webhooks: [{sink: folder, event_mask: '*', is_global: true, is_active: true,"
                + " send_data: true}]");
    try (TestHub hub =
        TestHub.start(
            Map.of(
                "bellhop.providers",
                "ownerrez",
                "bellhop.setup",
                setup.toString(),
                "bellhop.sinks.folder",
                "file:" + out))) {
      HubClient.Account account = hub.ownerRez(NO_API);
      hub.post(
          account,
          FixtureJson.bytes(
              Fixtures.inFolder(Path.of("fixtures/ownerrez"))
                  .json("booking-entity_create-inline.json")));

      JsonNode event = hub.settledEvents(account).get(0);
      Path file = out.resolve(event.at("/hook/id").asText() + ".json");
      Awaitility.await().until(() -> Files.isRegularFile(file) && Files.size(file) > 0);

      assertThat(FixtureJson.parse(Files.readAllBytes(file))).isEqualTo(event);
      assertThat(out.toFile().list()).hasSize(1);
    }
  }

  @Test
  void a_sink_that_camel_does_not_know_ends_the_start() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                TestHub.start(
                        Map.of(
                            "bellhop.providers",
                            "ownerrez",
                            "bellhop.sinks.events",
                            "kafkka:x?password=s3cret"))
                    .close())
        .withMessage(
            "bellhop.sinks.events: there is no component kafkka; put its jars on the class path");
  }
}
