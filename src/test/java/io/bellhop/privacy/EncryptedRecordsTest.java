package io.bellhop.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.Bookings;
import io.bellhop.support.Receiver;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hub with {@code bellhop.encrypt-records}, what it stores, and what is left without the key. */
class EncryptedRecordsTest {
  private static final String GUEST = "Danso";
  private static final List<String> CONTENT =
      List.of(
          "select headers from inbox_content",
          "select body from inbox_content",
          "select record from snapshot",
          "select envelope from event",
          "select term from record_term",
          "select gained from record_term_due",
          "select answer from delivery where answer is not null");

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_stored_is_read_with_the_key_of_its_account_alone(Store store) throws Exception {
    String url = store.freshUrl();
    try (Receiver subscriber = new Receiver()) {
      subscriber.usually(Receiver.Answer.text(200, "Thanks for " + GUEST));
      Bookings bookings;
      try (TestHub hub = start(url, true)) {
        hub.client()
            .makeWebhook(
                FixtureJson.object()
                    .put("callback_url", subscriber.url())
                    .put("event_mask", "*")
                    .put("is_global", true)
                    .put("is_active", true)
                    .put("send_data", true));
        bookings = Bookings.of(hub);
        bookings.send(1);
        bookings.send(2);
        assertThat(subscriber.await(2)).allMatch(one -> one.text().contains(GUEST));
        Awaitility.await().until(() -> answers(hub).contains("Thanks for " + GUEST));

        assertThat(hub.client().events()).hasSize(2).allMatch(e -> e.toString().contains(GUEST));
        assertThat(shown(hub)).contains(GUEST);
        assertThat(found(hub, "confirmation_code=hm273512")).containsOnly("1", "2");
        assertThat(found(hub, "guest=DANSO")).containsOnly("1", "2");
        assertThat(found(hub, "guest=dans")).as("a hash has no beginning").isEmpty();
      }
      assertThat(stored(url)).isNotEmpty().noneMatch(EncryptedRecordsTest::namesTheGuest);
      if (store == Store.H2) {
        noFileHolds(Path.of(url.substring("jdbc:h2:file:".length())).getParent());
      }

      // Switched off, and on again later: each row is read as it was written.
      try (TestHub hub = start(url, false)) {
        assertThat(hub.client().events()).hasSize(2).allMatch(e -> e.toString().contains(GUEST));
        new Bookings(hub, moved(hub, bookings)).send(3);
        assertThat(stored(hub)).anyMatch(text -> text.contains(GUEST));
        assertThat(found(hub, "guest=dans")).containsOnly("3");
        assertThat(found(hub, "guest=danso")).containsOnly("1", "2", "3");
      }
      try (TestHub hub = start(url, true)) {
        assertThat(hub.client().events()).hasSize(3).allMatch(e -> e.toString().contains(GUEST));
        List<String> ids =
            hub.client().events().stream().map(e -> e.at("/hook/id").asText()).toList();
        assertThat(words(hub)).as("hashed now").noneMatch(EncryptedRecordsTest::namesTheGuest);
        assertThat(found(hub, "guest=danso")).containsOnly("1", "2", "3");
        copyEnvelope(hub);
        assertThatThrownBy(() -> hub.client().call("GET", "/events/" + ids.get(1), null))
            .hasMessageContaining("500");

        hub.client().call("DELETE", "/integration_accounts/" + bookings.account().id(), null);

        JsonNode first = hub.client().call("GET", "/events/" + ids.get(0), null);
        assertThat(first.toString()).contains("Erased").doesNotContain(GUEST);
        assertThat(hub.client().all("/reservations")).as("they go with their account").isEmpty();
        assertThat(words(hub)).isEmpty();
        assertThat(hub.client().inbox().toString()).doesNotContain(GUEST);
      }
    }
  }

  @Test
  void an_erasure_reaches_what_is_encrypted() throws Exception {
    try (TestHub hub = start(Store.H2.freshUrl(), true)) {
      Bookings.of(hub).send(1);
      ObjectNode body = FixtureJson.object();
      body.putObject("erasure").put("guest_id", "640012");

      JsonNode erased = hub.client().call("POST", "/erasures", FixtureJson.bytes(body));

      assertThat(erased.at("/data/attributes/events").asInt()).as(erased.toString()).isEqualTo(1);
      assertThat(hub.client().events().toString()).doesNotContain(GUEST).contains("512.35");
      assertThat(shown(hub)).doesNotContain(GUEST).contains("erased");
      assertThat(found(hub, "guest=danso")).isEmpty();
      assertThat(found(hub, "confirmation_code=HM273512")).containsExactly("1");
    }
  }

  private TestHub start(String url, boolean encrypts) {
    Map<String, String> options = new HashMap<>();
    options.put("bellhop.providers", "ownerrez");
    options.put("bellhop.encrypt-records", String.valueOf(encrypts));
    options.put("bellhop.data", data.toString());
    options.put("bellhop.delivery.allow-private", "true");
    return TestHub.startAt(url, options);
  }

  /** The account as it stands at a hub that has another port. */
  private static HubClient.Account moved(TestHub hub, Bookings before) {
    String path = before.account().listener().getPath();
    return new HubClient.Account(before.account().id(), URI.create(hub.server().url() + path));
  }

  /** The bodies and headers of all messages, and the records, as the API shows them. */
  private static String shown(TestHub hub) {
    StringBuilder all = new StringBuilder();
    for (JsonNode message : hub.client().all("/inbox")) {
      all.append(hub.client().call("GET", "/inbox/" + message.path("id").asText(), null));
    }
    return all.append(hub.client().all("/reservations")).toString();
  }

  private static List<String> found(TestHub hub, String query) {
    return Api.ids(hub.client().call("GET", "/reservations?" + query, null));
  }

  private static boolean namesTheGuest(String text) {
    return text.toLowerCase(Locale.ROOT).contains(GUEST.toLowerCase(Locale.ROOT));
  }

  private static String answers(TestHub hub) {
    StringBuilder all = new StringBuilder();
    for (JsonNode one : hub.client().all("/deliveries")) {
      all.append(hub.client().call("GET", "/deliveries/" + one.path("id").asText(), null));
    }
    return all.toString();
  }

  private static List<String> stored(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, Store.user(url), "")) {
      return stored(connection);
    }
  }

  /** H2's file is open in the hub alone. */
  private static List<String> stored(TestHub hub) throws SQLException {
    try (Connection connection = source(hub).getConnection()) {
      return stored(connection);
    }
  }

  private static List<String> words(TestHub hub) throws SQLException {
    try (Connection connection = source(hub).getConnection()) {
      return texts(connection, "select term from record_term");
    }
  }

  private static DataSource source(TestHub hub) {
    return hub.server()
        .context()
        .getRegistry()
        .lookupByNameAndType("bellhopDatabase", DataSource.class);
  }

  private static List<String> stored(Connection connection) throws SQLException {
    List<String> all = new ArrayList<>();
    for (String query : CONTENT) {
      all.addAll(texts(connection, query));
    }
    return all;
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(
            query.contains("body")
                ? new String(rows.getBytes(1), StandardCharsets.UTF_8)
                : rows.getString(1));
      }
    }
    return all;
  }

  private static void copyEnvelope(TestHub hub) throws SQLException {
    try (Connection connection = source(hub).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update event set envelope = (select envelope from event where seq = 1) where seq = 2");
    }
  }

  private static void noFileHolds(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(namesTheGuest(text)).as("%s holds the name of the guest", file).isFalse();
      }
    }
  }
}
