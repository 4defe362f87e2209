package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.FreePort;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hub of its own on a real small disk, where the machine lets us mount one. */
@Tag("slow")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskTest {
  private static final String NOWHERE = "http://127.0.0.1:9";
  private static final String PAD = UUID.randomUUID().toString();

  private final Senders senders = new Senders();
  private final Set<String> acknowledged = new TreeSet<>();
  private HubProcess hub;
  private URI listener;

  @Test
  void a_full_disk_is_named_and_with_room_again_the_hub_continues_with_every_acknowledged_id()
      throws Exception {
    Path disk = Files.createTempDirectory("bellhop-disk-");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
        "this machine does not let a test mount a disk");
    int management = FreePort.any();
    URI health = URI.create("http://127.0.0.1:" + management + "/observe/health");
    Path database = disk.resolve("db").resolve("bellhop");
    try (HubProcess started =
        new HubProcess(
            "jdbc:h2:file:" + database,
            "ownerrez",
            Map.of("BELLHOP_MANAGEMENT_PORT", "" + management))) {
      hub = started.start();
      HubClient.Account account = account();
      listener = account.listener();
      for (int i = 0; i < 5; i++) {
        assertThat(post(i).statusCode()).isEqualTo(200);
      }
      Path filler = disk.resolve("filler");
      assertThat(run("sh", "-c", "dd if=/dev/zero bs=4k of=" + filler + "; test -s " + filler))
          .isTrue();

      int next = 5;
      HttpResponse<String> answer = post(next++);
      while (answer.statusCode() == 200 && next < 2000) {
        answer = post(next++);
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("disk is full");
      for (int i = 0; i < 10; i++) {
        assertThat(post(next++).statusCode()).isEqualTo(503);
      }
      // Camel escapes slashes.
      assertThat(get(health).replace("\\", "")).contains("disk full: make room in " + disk);
      assertThat(hub.logged()).contains("disk full: make room in " + disk.resolve("db"));

      Files.delete(filler);
      int first = next;
      Awaitility.await().until(() -> post(first).statusCode() == 200);
      // The journal has room before the database has noticed.
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(stored()).containsAll(acknowledged));
      assertThat(get(health)).doesNotContain("disk full");
      assertThat(hub.logged()).contains("the disk has room again");

      // What only memory had would be gone now.
      hub.kill();
      hub.startHere();
      assertThat(stored()).containsAll(acknowledged);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private HubClient.Account account() {
    var fields = TestHub.accountFields("ownerrez");
    fields.put("provider", "ownerrez").put("name", "on a small disk");
    fields.withObject("api").put("base_url", NOWHERE);
    return hub.client().makeAccount(fields);
  }

  private HttpResponse<String> post(int id) {
    byte[] body =
        ("{\"id\":"
                + id
                + ",\"action\":\"entity_update\",\"entity_type\":\"booking\",\"entity_id\":"
                + id
                + ",\"pad\":\""
                + PAD.repeat(1700)
                + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        senders.post(hub.at(listener), body, Senders.basic("user", "pass:word"));
    if (answer.statusCode() == 200) {
      acknowledged.add("booking " + id);
    }
    return answer;
  }

  /** The order keys of all that is stored. */
  private Set<String> stored() {
    return hub.client().inbox().stream()
        .map(message -> message.path("order_key"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  private String get(URI url) {
    return senders.send("GET", url, null, Map.of()).body();
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
