package io.bellhop.ingest;

import static io.bellhop.ingest.VerifierInput.headers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.json.Json;
import io.bellhop.monitor.Metrics;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.ClientAddresses;
import io.bellhop.net.RequestHeaders;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.support.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener answers, and what of a request gets into the inbox. */
class ListenerTest {
  private static final Instant NOW = Instant.parse("2026-05-02T09:30:00Z");
  private static final String GOOD =
      "Basic " + Base64.getEncoder().encodeToString("u:p".getBytes(UTF_8));

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_delivery_is_stored_with_its_keys_and_its_bytes(Store store) throws Exception {
    try (Desk desk = new Desk(store)) {
      String body = "{ \"id\": \"d1\", \"event\": \"booked\", \"booking\": 7, \"name\": \"Zoë\" }";

      assertThat(desk.take(body)).isEqualTo(IngestResponse.ACCEPTED);

      InboxMessage stored = desk.stored();
      assertThat(stored.nativeEvent()).isEqualTo("booked");
      assertThat(stored.idempotencyKey()).isEqualTo("d1");
      assertThat(stored.orderKey()).isEqualTo(desk.account.id() + " 7");
      assertThat(stored.body()).isEqualTo(body.getBytes(UTF_8));
      assertThat(stored.receivedAt()).isEqualTo(NOW);
      assertThat(stored.dueAt()).isEqualTo(NOW);
      assertThat(stored.headers()).contains("***").doesNotContain(GOOD);
    }
  }

  @Test
  void without_a_key_the_body_itself_tells_repeats_and_nothing_is_kept_in_order() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      desk.take("{\"event\":\"e\"}");
      desk.take("{\"event\":\"e\"}");
      desk.take("{ \"event\":\"e\"}");

      List<InboxMessage> stored = desk.all();
      assertThat(stored).extracting(InboxMessage::nativeEvent).containsOnly("e");
      assertThat(stored.stream().map(InboxMessage::orderKey).distinct()).hasSize(3);
      assertThat(stored.stream().map(InboxMessage::idempotencyKey).distinct())
          .hasSize(2)
          .allMatch(key -> key.matches("sha256:[0-9a-f]{64}"));
    }
  }

  @Test
  void a_key_that_is_too_long_or_has_control_characters_is_known_by_its_hash() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      String most = "x".repeat(200);
      desk.take(json("e".repeat(101), most, "a\\u0007b"));

      InboxMessage stored = desk.stored();
      assertThat(stored.nativeEvent()).matches("sha256:[0-9a-f]{64}");
      assertThat(stored.idempotencyKey()).isEqualTo(most);
      assertThat(stored.orderKey()).matches(desk.account.id() + " sha256:[0-9a-f]{64}");
    }
  }

  @Test
  void keys_that_differ_beyond_their_length_stay_apart() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      desk.take(json("e", "x".repeat(201) + "1", "7"));
      desk.take(json("e", "x".repeat(201) + "2", "7"));
      desk.take(json("e", "x".repeat(201) + "2", "7"));

      assertThat(desk.all().stream().map(InboxMessage::idempotencyKey).distinct()).hasSize(2);
    }
  }

  @Test
  void an_event_that_waits_for_others_is_due_after_the_window() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      desk.take(json("booking.updated", "1", "7"));

      InboxMessage stored = desk.storedAfter(Duration.ofSeconds(2));
      assertThat(stored.mergeable()).isTrue();
      assertThat(stored.dueAt()).isEqualTo(NOW.plusSeconds(2));
    }
  }

  @Test
  void what_is_not_taken_leaves_nothing_behind() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      String token = desk.account.listenerToken();
      byte[] body = "{}".getBytes(UTF_8);
      RequestHeaders good = headers("Authorization", GOOD);

      assertThat(desk.listener.take("GET", token, good, body))
          .isEqualTo(IngestResponse.METHOD_NOT_ALLOWED);
      assertThat(desk.listener.take("POST", "", good, body)).isEqualTo(IngestResponse.NOT_FOUND);
      assertThat(desk.listener.take("POST", token + "0", good, body))
          .isEqualTo(IngestResponse.NOT_FOUND);
      assertThat(desk.listener.take("POST", desk.other.listenerToken(), good, body))
          .as("the token of another provider's account")
          .isEqualTo(IngestResponse.NOT_FOUND);
      assertThat(desk.listener.take("POST", token, headers(), body))
          .isEqualTo(IngestResponse.UNAUTHORIZED);

      assertThat(desk.all()).isEmpty();
      assertThat(desk.dead()).isEmpty();
    }
  }

  @Test
  void what_is_proven_and_cannot_be_read_is_a_dead_letter_with_its_bytes_and_the_reason()
      throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      Map<String, String> reasons = new LinkedHashMap<>();
      reasons.put("", "empty");
      reasons.put(" ", "empty");
      reasons.put("[{}]", "an array, and this provider sends an object");
      reasons.put("\"a\"", "a text, and");
      reasons.put("1", "a number");
      reasons.put("null", "null");
      reasons.put("{", "not JSON, even when read leniently: line 1, column 2");
      reasons.put("{} {}", "not JSON");
      reasons.put("\u0000", "not JSON");
      reasons.put("payload=%7B%7D", "a form");
      reasons.put("{\"id\":7}", "no event name");
      reasons.put("{\"event\":" + "[".repeat(2000) + "]".repeat(2000) + "}", "not JSON");

      for (String bad : reasons.keySet()) {
        assertThat(desk.take(bad)).as(bad).isEqualTo(IngestResponse.ACCEPTED);
      }

      assertThat(desk.all()).as("what is pending").isEmpty();
      assertThat(desk.dead().keySet()).containsExactlyElementsOf(reasons.keySet());
      desk.dead().forEach((body, error) -> assertThat(error).as(body).contains(reasons.get(body)));
    }
  }

  @Test
  void a_body_that_cannot_be_read_keeps_no_card_data() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      desk.take(
          "{\"card_number\": \"x\", \"cvc\":737, \"note\": \"4111 1111 1111 1111\", \"id\": 41111");

      assertThat(desk.dead().keySet())
          .containsExactly(
              "{\"card_number\": \"*\", \"cvc\":***, \"note\": \"*******************\", \"id\": 41111");
    }
  }

  @Test
  void a_stranger_without_proof_does_not_get_its_body_parsed() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      byte[] broken = "{".getBytes(UTF_8);

      assertThat(desk.listener.take("POST", desk.account.listenerToken(), headers(), broken))
          .isEqualTo(IngestResponse.UNAUTHORIZED);
    }
  }

  /** Some providers do not repeat what gets a 401. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void credentials_that_another_node_has_changed_a_moment_ago_count(Store store) throws Exception {
    try (Desk desk = new Desk(store)) {
      Webhook webhook =
          desk.webhook(desk.account.listenerToken(), json("e", "1", "7").getBytes(UTF_8));
      desk.onAnotherNode(Map.of("username", "u", "password", "before"));
      desk.accounts.read();
      desk.onAnotherNode(Map.of("username", "u", "password", "p"));

      assertThat(desk.listener.beginAtOnce(webhook)).isNull();
      desk.listener.begin(webhook).stored().get();

      assertThat(desk.all()).hasSize(1);
      desk.onAnotherNode(Map.of("username", "u", "password", "after"));
      desk.accounts.read();
      assertThat(desk.listener.begin(webhook).answer()).isEqualTo(IngestResponse.UNAUTHORIZED);
    }
  }

  @Test
  void when_it_cannot_be_stored_the_provider_is_asked_to_retry() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      desk.inbox.close();

      assertThat(desk.take(json("e", "1", "7"))).isEqualTo(IngestResponse.UNAVAILABLE);
    }
  }

  @Test
  void what_may_take_long_is_left_to_a_thread_that_may_wait() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      String token = desk.account.listenerToken();
      byte[] small = json("e", "1", "7").getBytes(UTF_8);
      byte[] large = json("e".repeat(70_000), "2", "7").getBytes(UTF_8);
      byte[] zipped = {0x1f, (byte) 0x8b, 0};
      assertThat(desk.listener.begin(desk.webhook("no such token", small)).answer())
          .as("memory has been compared with the database")
          .isEqualTo(IngestResponse.NOT_FOUND);

      assertThat(desk.listener.beginAtOnce(desk.webhook("no such token", small))).isNull();
      assertThat(desk.listener.beginAtOnce(desk.webhook(token, large))).isNull();
      assertThat(desk.listener.beginAtOnce(desk.webhook(token, zipped))).isNull();
      WebhookProgress begun = desk.listener.beginAtOnce(desk.webhook(token, small));

      begun.stored().get();
      assertThat(desk.listener.end(begun, null)).isEqualTo(IngestResponse.ACCEPTED);
      assertThat(desk.all()).extracting(InboxMessage::idempotencyKey).containsExactly("1");
    }
  }

  @Test
  void when_memory_is_stale_one_webhook_waits_for_the_database_and_the_next_does_not()
      throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      Webhook webhook =
          desk.webhook(desk.account.listenerToken(), json("e", "1", "7").getBytes(UTF_8));
      desk.clock.later = Duration.ofMinutes(1);

      assertThat(desk.listener.beginAtOnce(webhook)).isNull();
      assertThat(desk.listener.begin(webhook).answer()).isNull();
      assertThat(desk.listener.beginAtOnce(webhook).answer()).isNull();
    }
  }

  @Test
  void a_sender_whose_commit_takes_too_long_is_asked_to_retry() throws Exception {
    try (Desk desk = new Desk(Store.H2)) {
      WebhookProgress begun =
          desk.listener.begin(
              desk.webhook(desk.account.listenerToken(), json("e", "1", "7").getBytes(UTF_8)));

      assertThat(desk.listener.end(begun, new TimeoutException()))
          .isEqualTo(IngestResponse.UNAVAILABLE);
    }
  }

  @Test
  void a_provider_may_have_a_time_and_a_status_of_its_own_for_what_is_not_stored()
      throws Exception {
    try (Desk desk = new Desk(Store.H2, "answerWithin", "2s", "busyStatus", "500")) {
      WebhookProgress begun =
          desk.listener.begin(
              desk.webhook(desk.account.listenerToken(), json("e", "1", "7").getBytes(UTF_8)));
      assertThat(desk.listener.commitTimeout()).isEqualTo(Duration.ofMillis(1_200));

      IngestResponse late = desk.listener.end(begun, new TimeoutException());
      desk.inbox.close();
      IngestResponse closed = desk.take(json("e", "1", "7"));

      assertThat(List.of(late, closed))
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body()).isEqualTo(IngestResponse.UNAVAILABLE.body());
                assertThat(answer.headers()).containsKey("Retry-After");
              });
    }
  }

  private static String json(String event, String id, String booking) {
    return "{\"event\":\"%s\",\"id\":\"%s\",\"booking\":\"%s\"}".formatted(event, id, booking);
  }

  /** A listener over a store of its own. */
  private static final class Desk implements AutoCloseable {
    private final MovedClock clock = new MovedClock();
    private final Database database;
    private final Inbox inbox;
    private final Accounts accounts;
    private final Account account;
    private final Account other;
    private final Listener listener;

    Desk(Store store, String... more) throws Exception {
      String user = store == Store.POSTGRESQL ? "postgres" : "";
      Options options =
          Options.load(new Properties(), Map.of(), ours -> Map.of())
              .with(Map.of("bellhop.db.url", store.freshUrl(), "bellhop.db.user", user));
      ObjectMapper mapper = Json.mapper();
      database = Database.open(options);
      accounts = accounts();
      account = accounts.create(VerifierInput.account(Map.of("username", "u", "password", "p")));
      other = accounts.create(otherProvider(account));
      inbox = new Inbox(database, clock, 100, 10, Duration.ofSeconds(20)).start();
      listener =
          new Listeners(
                  accounts,
                  inbox,
                  mapper,
                  Telemetry.of(new Metrics(new SimpleMeterRegistry())),
                  ClientAddresses.direct(),
                  clock)
              .open(parameters(more), 1_048_576);
    }

    private Accounts accounts() {
      return new Accounts(
          database,
          new SecretBox(new byte[32]),
          Json.mapper(),
          clock,
          RowOwners.ofAccounts(database));
    }

    void onAnotherNode(Map<String, String> credentials) throws Exception {
      accounts().change(account.id(), a -> a.toBuilder().webhook(credentials).build());
    }

    private static Map<String, String> parameters(String... more) {
      Map<String, String> all = VerifierInput.parameters(more);
      all.put("mergeEvents", ".*\\.updated");
      all.put("mergeWindow", "2s");
      return all;
    }

    private static Account otherProvider(Account a) {
      return a.toBuilder()
          .id(null)
          .provider("other")
          .listenerToken(null)
          .active(true)
          .revokedAt(null)
          .createdAt(null)
          .updatedAt(null)
          .build();
    }

    Webhook webhook(String token, byte[] body) {
      return new Webhook("POST", token, "", headers("Authorization", GOOD), body, "192.0.2.1");
    }

    IngestResponse take(String body) {
      RequestHeaders headers = headers("Authorization", GOOD);
      return listener.take("POST", account.listenerToken(), headers, body.getBytes(UTF_8));
    }

    InboxMessage stored() throws Exception {
      return storedAfter(Duration.ZERO);
    }

    InboxMessage storedAfter(Duration wait) throws Exception {
      if (!wait.isZero()) {
        assertThat(inbox.claim(100)).isEmpty();
      }
      clock.later = wait;
      List<InboxMessage> all = all();
      assertThat(all).hasSize(1);
      return all.get(0);
    }

    /** Bodies and reasons of dead letters, in order of arrival. */
    Map<String, String> dead() throws Exception {
      Map<String, String> found = new LinkedHashMap<>();
      database.transact(
          connection -> {
            try (var s =
                    connection.prepareStatement(
                        "select c.body, i.error from inbox i join inbox_content c on c.id = i.id"
                            + " where i.status = 'dead' order by i.id");
                var rows = s.executeQuery()) {
              while (rows.next()) {
                found.put(new String(rows.getBytes(1), UTF_8), rows.getString(2));
              }
              return null;
            }
          });
      return found;
    }

    List<InboxMessage> all() throws Exception {
      return inbox.claim(100).stream().map(Claim::messages).flatMap(List::stream).toList();
    }

    @Override
    public void close() throws Exception {
      inbox.close();
      database.close();
    }
  }

  private static final class MovedClock extends Clock {
    private volatile Duration later = Duration.ZERO;

    @Override
    public Instant instant() {
      return NOW.plus(later);
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
