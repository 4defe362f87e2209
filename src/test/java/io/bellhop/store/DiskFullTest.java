package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellhop.fixture.HubClient;
import io.bellhop.support.TestHub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real small disk, where the machine lets us mount one. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  @Test
  void a_full_disk_is_named_and_with_room_again_webhooks_are_taken_and_none_is_lost()
      throws Exception {
    Path disk = Files.createTempDirectory("bellhop-disk-");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
        "this machine lets nobody mount a disk");
    try (TestHub hub =
        TestHub.startAt("jdbc:h2:file:" + disk.resolve("db").resolve("bellhop"), Map.of())) {
      HubClient.Account account = hub.ownerRez(NOWHERE);
      byte[] body = body();
      int taken = 0;
      for (int i = 0; i < 5; i++) {
        assertThat(hub.post(account, body).statusCode()).isEqualTo(200);
        taken++;
      }
      Path filler = disk.resolve("filler");
      assertThat(run("sh", "-c", "dd if=/dev/zero bs=4k of=" + filler + "; test -s " + filler))
          .isTrue();
      HttpResponse<String> answer = hub.post(account, body);
      for (int i = 0; i < 2000 && answer.statusCode() == 200; i++) {
        taken++;
        answer = hub.post(account, body);
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("disk is full");
      assertThat(health(hub)).contains("disk full");

      Files.delete(filler);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> hub.post(account, body).statusCode() == 200);
      taken++;

      assertThat(health(hub)).doesNotContain("disk full");
      assertThat(count(disk.resolve("db/bellhop"))).isGreaterThanOrEqualTo(taken);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static byte[] body() {
    String text = "{\"id\":1,\"action\":\"entity_update\",\"entity_type\":\"booking\",\"pad\":\"";
    StringBuilder pad = new StringBuilder(text);
    while (pad.length() < 60_000) {
      pad.append(UUID.randomUUID());
    }
    return pad.append("\"}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The file is open already in this JVM: this is the same database. */
  private static int count(Path file) throws Exception {
    try (var connection = java.sql.DriverManager.getConnection("jdbc:h2:file:" + file, "", "");
        var rows =
            connection
                .createStatement()
                .executeQuery("select count(*) from inbox where origin <> 'sync-page'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String health(TestHub hub) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(hub.server().management().resolve("/observe/health")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
