package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.SecretBox;
import io.bellhop.crash.HubJar;
import io.bellhop.store.Database;
import io.bellhop.support.Block;
import io.bellhop.support.Bookings;
import io.bellhop.support.ChildJvm;
import io.bellhop.support.Receiver;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.migrate.Migration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that moves from H2 to PostgreSQL as docs/operations.md says. */
@Tag("slow")
class MoveToPostgresTest {
  private static final Path PAGE = Path.of("docs", "operations.md");
  private static final Duration MERGE_WINDOW = Duration.ofMinutes(10);

  /** A copy waits at one of its last tables, for as long as the session has the lock. */
  private static final List<String> STOP_AT_SNAPSHOT =
      List.of(
          """
          create function stop_here() returns trigger language plpgsql as
          'begin perform pg_advisory_xact_lock_shared(1); return new; end'
          """,
          "create trigger stops before insert on snapshot for each row execute function"
              + " stop_here()",
          "select pg_advisory_lock(1)");

  @TempDir Path data;

  private record Ended(int code, String text) {}

  @Test
  void all_lists_are_equal_pending_work_continues_and_old_records_are_known() throws Exception {
    String h2 = Store.H2.freshUrl();
    String postgres = Store.POSTGRESQL.freshUrl();
    try (Receiver subscriber = new Receiver();
        Receiver api = new Receiver()) {
      api.usually(Receiver.Answer.text(200, booking(1, "2026-10-06").path("entity").toString()));
      subscriber.usually(Receiver.Answer.status(503));
      HubClient.Account account;
      Map<String, List<JsonNode>> before;
      List<JsonNode> events;
      try (TestHub hub = TestHub.startAt(h2, options())) {
        subscribe(hub, subscriber);
        account = hub.ownerRez(api.uri());
        Bookings bookings = new Bookings(hub, account);
        bookings.send(1);
        bookings.send(2);
        hub.post(account, "{".getBytes(StandardCharsets.UTF_8));
        hub.awaitSettled();
        send(hub, account, "entity_update", 1, "2026-10-06");
        Awaitility.await().until(() -> subscriber.received().size() >= 2);
        assertThat(hub.statuses(account)).containsExactly("done", "done", "dead", "pending");
        before = lists(hub);
        events = hub.events(account);

        assertThat(migrate(h2, postgres)).satisfies(MoveToPostgresTest::isRefusedAsRunning);
      }

      assertThat(migrate(h2, postgres))
          .satisfies(
              ended -> {
                assertThat(ended.text()).contains("event: 2 rows\n").contains("copied ");
                assertThat(ended.code()).isZero();
              });

      subscriber.usually(Receiver.Answer.status(200));
      Clock later = Clock.offset(Clock.systemUTC(), MERGE_WINDOW.multipliedBy(2));
      try (TestHub hub = TestHub.startAt(postgres, options(), later)) {
        lists(hub).forEach((path, rows) -> assertThat(rows).as(path).containsAll(before.get(path)));
        assertThat(hub.settledEvents(account)).startsWith(events.toArray(JsonNode[]::new));
        assertThat(results(hub, account))
            .containsExactly("reservation.created", "reservation.created", "reservation.updated");
        assertThat(subscriber.await(seen -> seen.size() >= 5)).isNotEmpty();

        HubClient.Account moved =
            new HubClient.Account(
                account.id(), hub.server().url().resolve(account.listener().getPath()));
        send(hub, moved, "entity_create", 2, "2026-10-05");
        send(hub, moved, "entity_create", 2, "2026-10-07");
        hub.awaitSettled();
        assertThat(hub.statuses(account))
            .containsExactly("done", "done", "dead", "done", "unchanged", "done");
        assertThat(results(hub, account)).hasSize(4).last().isEqualTo("reservation.updated");
      }
    }
  }

  @Test
  void a_killed_run_continues_and_until_its_end_no_hub_starts_on_a_part_of_another()
      throws Exception {
    String h2 = Store.H2.freshUrl();
    String postgres = Store.POSTGRESQL.bareUrl();
    HubClient.Account account;
    List<JsonNode> events;
    try (TestHub hub = TestHub.startAt(h2, options())) {
      account = hub.ownerRez(URI.create("http://127.0.0.1:9"));
      Bookings bookings = new Bookings(hub, account);
      bookings.send(1);
      bookings.send(2);
      hub.awaitSettled();
      events = hub.events(account);
    }
    try (Database database = Store.open(postgres);
        Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : STOP_AT_SNAPSHOT) {
        statement.execute(each);
      }
      Process migrate = startMigrate(h2, postgres);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> isOne(statement, "pg_locks where locktype = 'advisory' and not granted"));
      // Java is a child of the shell.
      migrate.descendants().forEach(ProcessHandle::destroyForcibly);
      assertThat(migrate.waitFor()).isNotZero();
      assertThat(isOne(statement, "integration_account")).isTrue();
      statement.execute("select pg_advisory_unlock(1)");
      statement.execute("drop trigger stops on snapshot");
    }
    assertThatThrownBy(() -> TestHub.startAt(postgres, options()))
        .hasMessageContaining("bellhop migrate did not finish on this database");

    List<String> progress = new ArrayList<>();
    try (Database from = Store.open(h2);
        Database to = Store.open(postgres)) {
      new Migration(from, to, SecretBox.open("", data), true, progress::add).run();
    }
    assertThat(progress).contains("integration_account: 1 rows");

    try (TestHub hub = TestHub.startAt(postgres, options())) {
      assertThat(hub.events(account)).isEqualTo(events);
    }
  }

  private static boolean isOne(Statement statement, String from) throws SQLException {
    try (ResultSet row = statement.executeQuery("select count(*) from " + from)) {
      row.next();
      return row.getInt(1) == 1;
    }
  }

  /** What never changes by itself: a pending message and a pending delivery go on. */
  private static Map<String, List<JsonNode>> lists(TestHub hub) {
    return Map.of(
        "/integration_accounts",
            stripped(hub, "/integration_accounts", "listener_url", "last_webhook_at"),
        "/webhooks", stripped(hub, "/webhooks", "failing_since"),
        "/inbox?status=done", hub.client().all("/inbox?status=done"),
        "/inbox?status=dead", hub.client().all("/inbox?status=dead"),
        "/audit", hub.client().all("/audit"));
  }

  /**
   * Without what depends on the address of the hub, on whether a subscriber answers, or on when the
   * hub writes it, which it does once a minute.
   */
  private static List<JsonNode> stripped(TestHub hub, String path, String... fields) {
    List<JsonNode> all = hub.client().all(path);
    all.forEach(one -> ((ObjectNode) one.path("attributes")).remove(List.of(fields)));
    return all;
  }

  private static List<String> results(TestHub hub, HubClient.Account account) {
    return hub.events(account).stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  private Map<String, String> options() {
    return Map.of(
        "bellhop.providers", "ownerrez",
        "bellhop.data", data.toString(),
        "bellhop.encrypt-records", "true",
        // H2 keeps bodies of a megabyte at most, and encryption adds to them.
        "bellhop.http.max-body", "1000000",
        "bellhop.delivery.allow-private", "true",
        "bellhop.ownerrez.merge-window", MERGE_WINDOW.toMinutes() + "m");
  }

  private static void subscribe(TestHub hub, Receiver subscriber) {
    hub.client()
        .makeWebhook(
            FixtureJson.object()
                .put("callback_url", subscriber.url())
                .put("event_mask", "*")
                .put("is_global", true)
                .put("is_active", true)
                .put("send_data", true));
  }

  private static void send(
      TestHub hub, HubClient.Account account, String action, int id, String departure) {
    hub.post(account, FixtureJson.bytes(booking(id, departure).put("action", action)));
  }

  private static ObjectNode booking(int id, String departure) {
    ObjectNode body =
        Fixtures.inFolder(Path.of("fixtures", "ownerrez"))
            .json("booking-entity_create-inline.json");
    body.put("id", UUID.randomUUID().toString()).put("entity_id", id);
    body.withObject("entity").put("id", id).put("departure", departure);
    return body;
  }

  private static void isRefusedAsRunning(Ended ended) {
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text()).startsWith("bellhop: --from: ").contains("file is locked");
  }

  /** The commands of the page, with the places of this test in place of its own. */
  private Ended migrate(String h2, String postgres) throws Exception {
    Process process = startMigrate(h2, postgres);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private Process startMigrate(String h2, String postgres) throws Exception {
    Path config = data.resolve("bellhop.properties");
    Files.writeString(config, "bellhop.data=" + data + "\nbellhop.encrypt-records=true\n");
    String commands =
        Block.of(PAGE, "From H2 to PostgreSQL").stream()
            .filter(Block::isCommand)
            .map(Block::text)
            .findFirst()
            .orElseThrow()
            .replace("/etc/bellhop/bellhop.properties", config.toString())
            .replace("jdbc:h2:file:/var/lib/bellhop/data/bellhop", "'" + h2 + "'")
            .replace("'jdbc:postgresql://db.example.com/bellhop'", "'" + postgres + "'")
            .replace("--to-user bellhop", "--to-user postgres");
    List<String> java = new ArrayList<>(List.of(ChildJvm.JAVA));
    java.addAll(HubJar.options());
    java.add("io.bellhop.Bellhop");
    String function =
        "bellhop() { "
            + String.join(" ", java.stream().map(a -> "'" + a + "'").toList())
            + " \"$@\"; }\n";
    ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", function + commands);
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    return builder.redirectErrorStream(true).start();
  }
}
