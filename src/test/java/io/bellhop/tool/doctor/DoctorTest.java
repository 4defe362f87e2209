package io.bellhop.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.support.FreePort;
import io.bellhop.support.Receiver;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestTls;
import io.bellhop.tool.doctor.Diagnosis.Level;
import io.bellhop.tool.fixture.FixtureJson;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final String TOKEN = "pt_a-token-that-stays-secret";

  @TempDir Path data;

  @Tag("slow")
  @Test
  void a_running_hub_is_looked_at_from_outside_and_asked_about_its_accounts() throws Exception {
    String url = Store.POSTGRESQL.freshUrl();
    try (Receiver api = new Receiver();
        Receiver wrong = new Receiver();
        TestHub hub =
            TestHub.startAt(
                url,
                Map.of(
                    "bellhop.providers", "ownerrez", "bellhop.delivery.allow-private", "true"))) {
      api.usually(Receiver.Answer.text(200, "{\"id\": 1}"));
      wrong.usually(Receiver.Answer.text(401, "{\"messages\": [\"no\"]}"));
      account(hub, "ownerrez", "Works", api.uri(), TOKEN);
      account(hub, "ownerrez", "Refused", wrong.uri(), TOKEN);
      account(hub, "ownerrez", "Bare", api.uri(), null);
      subscription(hub, "good", api.url());
      subscription(hub, "inside", "http://10.0.0.1/");
      String hubUrl = hub.server().url().toString();
      int free = FreePort.any();

      Map<String, Diagnosis> found =
          doctor(
              Map.of(
                  "bellhop.db.url",
                  url,
                  "bellhop.db.user",
                  Store.user(url),
                  "bellhop.data",
                  data.toString(),
                  "bellhop.public-url",
                  hubUrl,
                  "bellhop.delivery.allowed-addresses",
                  "127.0.0.0/8",
                  "bellhop.sinks.near",
                  "kafka:x?brokers=127.0.0.1:" + api.port(),
                  "bellhop.sinks.far",
                  "kafka:x?brokers=127.0.0.1:" + free,
                  "bellhop.sinks.folder",
                  "file:/tmp"),
              hub.server().url(),
              TestHub.API_KEY);

      assertThat(levels(found))
          .containsEntry("database", Level.OK)
          .containsEntry("schema", Level.OK)
          .containsEntry("clock", Level.OK)
          .containsEntry("bellhop.public-url", Level.OK)
          .containsEntry("sink near", Level.OK)
          .containsEntry("sink far", Level.FAILED)
          .containsEntry("sink folder", Level.NOT_CHECKED)
          .containsEntry("hub", Level.OK)
          .containsEntry("account ownerrez Works", Level.OK)
          .containsEntry("account ownerrez Refused", Level.FAILED)
          .containsEntry("account ownerrez Bare", Level.FAILED)
          .containsEntry("subscription good", Level.OK)
          .containsEntry("subscription inside", Level.FAILED);
      assertThat(found.toString()).doesNotContain(TOKEN).doesNotContain(TestHub.API_KEY);
      assertThat(api.received())
          .singleElement()
          .satisfies(call -> assertThat(call.method()).isEqualTo("GET"));
    }
  }

  @Test
  void what_is_missing_or_open_to_others_is_reported_with_the_cure() throws Exception {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    Map<String, Diagnosis> found =
        doctor(
            Map.of(
                "bellhop.db.url",
                "jdbc:postgresql://127.0.0.1:" + FreePort.any() + "/x",
                "bellhop.db.password",
                TOKEN,
                "bellhop.data",
                data.toString(),
                "bellhop.public-url",
                "http://127.0.0.1:" + FreePort.any()),
            URI.create("http://127.0.0.1:" + FreePort.any()),
            TOKEN);

    assertThat(found.get("database").level()).isEqualTo(Level.FAILED);
    assertThat(found.get("folder").text()).contains("rwxr-xr-x").contains("chmod 700");
    assertThat(found.get("bellhop.public-url").text()).contains("start the hub");
    assertThat(found.get("hub").text()).contains("start it");
    assertThat(found.toString()).doesNotContain(TOKEN);
  }

  @Test
  void a_hub_that_was_never_started_needs_nothing_but_a_public_url() throws Exception {
    Map<String, Diagnosis> found =
        doctor(
            Map.of(
                "bellhop.db.url",
                "jdbc:h2:file:" + data.resolve("bellhop"),
                "bellhop.data",
                data.resolve("none").toString()),
            URI.create("http://127.0.0.1:9"),
            "");

    assertThat(levels(found))
        .isEqualTo(
            Map.of(
                "database", Level.WARNING,
                "folder", Level.WARNING,
                "bellhop.public-url", Level.WARNING,
                "hub", Level.NOT_CHECKED));
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void a_certificate_is_renewed_in_time() throws Exception {
    try (var in = Files.newInputStream(TestTls.FOLDER.resolve("ca.pem"))) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);

      assertThat(level(certificate, Duration.ofDays(15))).isEqualTo(Level.OK);
      assertThat(level(certificate, Duration.ofDays(13))).isEqualTo(Level.WARNING);
      assertThat(level(certificate, Duration.ofDays(-1))).isEqualTo(Level.FAILED);
    }
  }

  private static Level level(X509Certificate certificate, Duration left) {
    Clock clock = Clock.fixed(certificate.getNotAfter().toInstant().minus(left), ZoneOffset.UTC);
    return new CertificateCheck(clock).ends("it", certificate).level();
  }

  /** By subject; the last one counts, where a check says two things. */
  private static Map<String, Diagnosis> doctor(Map<String, String> given, URI hub, String apiKey) {
    Properties properties = new Properties();
    properties.putAll(given);
    Options options = StandaloneServer.options(properties, Map.of());
    Map<String, Diagnosis> found = new LinkedHashMap<>();
    new Doctor(options, Clock.systemUTC(), one -> found.put(one.subject(), one)).run(hub, apiKey);
    return found;
  }

  private static Map<String, Level> levels(Map<String, Diagnosis> found) {
    Map<String, Level> levels = new HashMap<>();
    found.forEach((subject, one) -> levels.put(subject, one.level()));
    return levels;
  }

  private static void account(TestHub hub, String provider, String name, URI api, String token) {
    ObjectNode fields = TestHub.accountFields(provider).put("provider", provider).put("name", name);
    ObjectNode of = fields.putObject("api").put("base_url", api.toString());
    if (token != null) {
      of.put("token", token);
    }
    hub.client().makeAccount(fields);
  }

  private static void subscription(TestHub hub, String name, String url) {
    hub.client()
        .makeWebhook(
            FixtureJson.object()
                .put("name", name)
                .put("callback_url", url)
                .put("event_mask", "*")
                .put("is_global", true)
                .put("is_active", true)
                .put("send_data", true));
  }
}
