package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.delivery.DeliveryId;
import io.bellhop.retention.Retention;
import io.bellhop.store.Database;
import io.bellhop.store.ExpiredRows;
import io.bellhop.support.Store;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How rows that stand in the store are listed, read and deleted when they are old. */
class StoredRowsApiTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends ApiOnStore {
    Cases(Store store) {
      super(store);
    }

    @Test
    void the_event_log_is_read_by_cursor() throws Exception {
      UUID account = UUID.randomUUID();
      List<UUID> ids = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        ids.add(event(i, i == 5 ? "block.created" : "reservation.created", account, "P" + i));
      }

      JsonNode first = get("/events?limit=2", 200);
      assertThat(ids(first)).containsExactly(ids.get(0), ids.get(1));
      assertThat(first.at("/meta").toString())
          .isEqualTo("{\"limit\":2,\"next\":\"2\",\"last\":\"2\"}");
      assertThat(first.at("/data/0/attributes/hook/eventType").asText())
          .isEqualTo("reservation.created");
      assertThat(first.toString()).contains("\"totalPrice\":100.10");

      JsonNode last = get("/events?after=2", 200);
      assertThat(ids(last)).containsExactlyElementsOf(ids.subList(2, 5));
      assertThat(last.at("/meta/next").isNull()).isTrue();
      assertThat(ids(get("/events?after=" + ids.get(3), 200))).containsExactly(ids.get(4));
      assertThat(ids(get("/events?after=5", 200))).isEmpty();
      assertThat(get("/events?event_type=guest.created", 200).at("/meta/last").asText())
          .as("how far it was read, though nothing was wanted")
          .isEqualTo("5");
      assertThat(ids(get("/events?event_type=reservation.*", 200))).hasSize(4);
      assertThat(ids(get("/events?event_type=block.created", 200))).containsExactly(ids.get(4));
      assertThat(ids(get("/events?property_id=P2", 200))).containsExactly(ids.get(1));
      // A record that moves is news for those who follow the property that it leaves.
      sql("update event set left_property_id = 'P2' where seq = 4");
      assertThat(ids(get("/events?property_id=P2", 200))).containsExactly(ids.get(1), ids.get(3));
      assertThat(ids(get("/events?integration_account_id=" + account, 200))).hasSize(5);
      assertThat(ids(get("/events?integration_account_id=" + UUID.randomUUID(), 200))).isEmpty();
      for (String bad : List.of("after=6", "after=x", "after=" + UUID.randomUUID(), "limit=0")) {
        assertThat(get("/events?" + bad, 422).at("/errors/details").size()).isEqualTo(1);
      }
    }

    @Test
    void one_event_names_its_deliveries() throws Exception {
      UUID id = event(1, "reservation.created", UUID.randomUUID(), "P1");
      UUID source = inboxRow("done", UUID.randomUUID(), T);
      sql("update event set envelope = replace(envelope, 'SOURCE', '" + source + "')");

      JsonNode attributes = get("/events/" + id, 200).at("/data/attributes");

      assertThat(attributes.at("/hook/eventType").asText()).isEqualTo("reservation.created");
      assertThat(attributes.at("/deliveries").toString())
          .isEqualTo(
              "[{\"id\":\""
                  + source
                  + "\",\"native_event\":\"made\",\"origin\":\"webhook\",\"status\":\"done\","
                  + "\"received_at\":\"2026-05-02T09:30:00.000Z\",\"attempts\":1}]");
      assertThat(attributes.at("/attempts").isArray()).isTrue();
      get("/events/" + UUID.randomUUID(), 404);
    }

    @Test
    void reservations_stand_as_their_snapshots() throws Exception {
      UUID one = account();
      UUID other = account();
      snapshot(one, "reservation", "R/1", "P1", false);
      snapshot(other, "reservation", "R/1", "P2", false);
      snapshot(one, "reservation", "R2", "P1", true);
      snapshot(one, "block", "B1", "P1", false);

      assertThat(get("/reservations", 200).at("/meta/total").asInt()).isEqualTo(2);
      assertThat(get("/reservations?property_id=P2", 200).at("/meta/total").asInt()).isEqualTo(1);
      JsonNode found = get("/reservations/R%2F1?integration_account_id=" + other, 200).at("/data");
      assertThat(found.toString())
          .isEqualTo(
              "{\"id\":\"R/1\",\"type\":\"reservation\",\"attributes\":{"
                  + "\"integration_account_id\":\""
                  + other
                  + "\",\"id\":\"R/1\",\"totalPrice\":100.10}}");
      get("/reservations/R2", 404);
      get("/reservations/B1", 404);
    }

    @Test
    void records_of_a_deleted_account_are_not_shown_and_retention_deletes_them() throws Exception {
      UUID gone = account();
      UUID account = account();
      for (String id : List.of("A", "B")) {
        snapshot(gone, "reservation", id, "P1", false);
      }
      snapshot(account, "reservation", "A", "P1", false);
      accounts.delete(gone);

      assertThat(get("/reservations", 200).at("/meta/total").asInt()).isEqualTo(1);
      assertThat(get("/reservations/A", 200).at("/data/attributes/integration_account_id").asText())
          .isEqualTo(account.toString());
      get("/reservations/B", 404);
      assertThat(get("/reservations?integration_account_id=" + gone, 200).at("/meta/total").asInt())
          .isZero();

      try (Retention retention = new Retention(database, options, clock)) {
        retention.purge();
      }

      assertThat(number("select count(*) from snapshot")).isEqualTo(1);
      assertThat(get("/reservations/A", 200).at("/data/id").asText()).isEqualTo("A");
    }

    @Test
    void words_that_no_mapping_knows_are_listed() throws Exception {
      UUID message = UUID.randomUUID();
      unmapped("pms", "status", "no_show", 3, message);
      unmapped("other", "channel", "Direkt", 1, message);

      assertThat(get("/unmapped_values?provider=pms", 200).toString())
          .isEqualTo(
              "{\"data\":[{\"id\":\"pms/status/no_show\",\"type\":\"unmapped_value\",\"attributes\":"
                  + "{\"provider\":\"pms\",\"field\":\"status\",\"word\":\"no_show\",\"count\":3,"
                  + "\"first_seen\":\"2026-05-02T09:30:00.000Z\",\"last_seen\":\"2026-05-02T09:30:00.000Z\","
                  + "\"inbox_id\":\""
                  + message
                  + "\"}}],\"meta\":{\"page\":1,\"limit\":10,\"total\":1}}");
      assertThat(get("/unmapped_values?field=channel", 200).at("/meta/total").asInt()).isEqualTo(1);
      get("/unmapped_values/acme", 404);
    }

    @Test
    void words_of_a_provider_that_there_is_not_are_refused_with_names_that_are_near()
        throws Exception {
      assertThat(
              get("/unmapped_values?provider=pmz", 422).at("/errors/details/provider/0").asText())
          .isEqualTo(get("/inbox?provider=pmz", 422).at("/errors/details/provider/0").asText())
          .contains("pms");
    }

    @Test
    void the_inbox_is_listed_read_and_replayed() throws Exception {
      UUID account = UUID.randomUUID();
      UUID old = inboxRow("done", account, T);
      UUID dead = inboxRow("dead", account, T.plusSeconds(1));

      JsonNode all = get("/inbox?pagination%5Blimit%5D=1", 200);
      assertThat(all.at("/meta").toString()).isEqualTo("{\"page\":1,\"limit\":1,\"total\":2}");
      assertThat(ids(all)).containsExactly(dead);
      assertThat(ids(get("/inbox?pagination%5Blimit%5D=1&pagination%5Bpage%5D=2", 200)))
          .containsExactly(old);
      assertThat(ids(get("/inbox?status=dead&provider=pms", 200))).containsExactly(dead);
      assertThat(
              get("/inbox?provider=x'%20or%20'1'='1", 422)
                  .at("/errors/details/provider/0")
                  .asText())
          .isEqualTo("must be one of pms");
      assertThat(get("/inbox?status=lost", 422).at("/errors/details/status/0").asText())
          .contains("pending", "dead");

      JsonNode one = get("/inbox/" + dead, 200).at("/data/attributes");
      assertThat(one.at("/order_key").asText()).isEqualTo("booking 1");
      assertThat(one.at("/event_ids").toString()).isEqualTo("[\"a\",\"b\"]");
      assertThat(one.at("/headers/host").asText()).isEqualTo("h");
      assertThat(one.at("/body").toString()).isEqualTo("{\"price\":1.10}");

      JsonNode again = call("POST", "/inbox/" + dead + "/replay", null, 200);
      assertThat(again.at("/data/attributes/status").asText()).isEqualTo("pending");
      assertThat(again.at("/data/attributes/body").isMissingNode()).isTrue();
      sql("delete from inbox_content");
      assertThat(get("/inbox/" + old, 200).at("/data/attributes/body").isNull()).isTrue();
      call("POST", "/inbox/" + old + "/replay", null, 422);
      call("POST", "/inbox/" + UUID.randomUUID() + "/replay", null, 404);
    }

    @Test
    void a_body_that_is_not_json_is_shown_as_text_and_byte_by_byte() throws Exception {
      UUID id = inboxRow("dead", UUID.randomUUID(), T);
      byte[] body = {'{', '"', 'a', (byte) 0xff, 0, '"'};
      content(id, body);

      JsonNode shown = get("/inbox/" + id, 200).at("/data/attributes");

      assertThat(shown.path("body").asText()).isEqualTo("{\"a\uFFFD\uFFFD\"");
      assertThat(shown.path("body_base64").binaryValue()).isEqualTo(body);
    }

    @Test
    void a_number_that_nobody_can_work_with_is_shown_as_text() throws Exception {
      UUID id = inboxRow("dead", UUID.randomUUID(), T);
      content(id, "{\"a\":1E+2147483648}".getBytes(StandardCharsets.UTF_8));

      assertThat(send("GET", "/inbox/" + id, null, "user-api-key", KEY).body())
          .contains("\"body\":{\"a\":\"1E+2147483648\"}");
    }

    @Test
    void half_a_character_that_was_stored_before_is_readable() throws Exception {
      UUID account = account();
      UUID id = event(1, "guest.created", account, "P1");
      sql(
          "update event set envelope = '{\"hook\":{\"eventType\":\"guest.created\"},"
              + "\"data\":{\"record\":{\"name\":\"half \\ud83d and \\ud83c\\udfe1\"}}}'");
      snapshot(account, "guest", "7", "P1", false);
      sql("update snapshot set record = '{\"name\":\"half \\udfe1 here\",\"n\":1E+99999}'");

      assertThat(get("/events", 200).at("/data/0/attributes/data/record/name").asText())
          .isEqualTo("half \uFFFD and \uD83C\uDFE1");
      assertThat(get("/events/" + id, 200).at("/data/attributes/data/record/name").asText())
          .isEqualTo("half \uFFFD and \uD83C\uDFE1");
      assertThat(get("/records/guest", 200).at("/data/0/attributes/name").asText())
          .isEqualTo("half \uFFFD here");
      assertThat(get("/records/guest/7", 200).at("/data/type").asText()).isEqualTo("guest");
    }

    @Test
    void gauges_show_what_waits() throws Exception {
      inboxRow("pending", UUID.randomUUID(), clock.instant().minusSeconds(60));

      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(meters.get("bellhop.inbox.pending").gauge().value()).isEqualTo(1);
                assertThat(meters.get("bellhop.inbox.oldest.due.seconds").gauge().value())
                    .isBetween(60.0, 90.0);
              });
    }

    @Test
    void retention_deletes_what_is_settled_and_old_and_nothing_else() throws Exception {
      Instant old = clock.instant().minus(Duration.ofDays(31));
      UUID waiting = inboxRow("pending", UUID.randomUUID(), old);
      UUID fresh = inboxRow("dead", UUID.randomUUID(), clock.instant());
      for (int i = 0; i <= ExpiredRows.PORTION; i++) {
        inboxRow("done", UUID.randomUUID(), old);
      }
      event(idOf(old), 1, "reservation.created", UUID.randomUUID(), "P1");
      event(idOf(clock.instant()), 2, "reservation.created", UUID.randomUUID(), "P1");
      for (long seq = 1; seq <= 2; seq++) {
        delivery(seq, UUID.randomUUID());
      }
      for (long seq = 1; seq <= 2; seq++) {
        UUID id = new UUID(DeliveryId.first(seq).getMostSignificantBits(), Long.MIN_VALUE + 9);
        sql(
            "insert into delivery_pending (order_key, id, subscription_id, event_seq, attempts,"
                + " attempt_offset, created_at, due_at) values ('w r', '%s', '%s', %d, 0, 0, '%s', '%s')"
                    .formatted(id, UUID.randomUUID(), seq, T, T));
      }
      sql(
          "insert into idempotency_key values ('old', '" + waiting + "', '" + old + "')",
          "insert into idempotency_key values ('new', '" + fresh + "', '" + clock.instant() + "')");
      try (Retention retention = new Retention(database, options, clock)) {
        retention.purge();
      }

      assertThat(ids(get("/inbox", 200))).containsExactlyInAnyOrder(waiting, fresh);
      assertThat(get("/events", 200).at("/data").size()).isEqualTo(1);
      for (String table : List.of("delivery", "delivery_attempt", "delivery_pending")) {
        assertThat(number("select count(*) from " + table)).as(table).isEqualTo(1);
      }
      assertThat(number("select event_seq from delivery")).isEqualTo(2);
      assertThat(number("select event_seq from delivery_pending")).isEqualTo(2);
      assertThat(number("select count(*) from idempotency_key")).isEqualTo(1);
    }

    private UUID account() throws SQLException {
      return accounts.create(Account.builder().provider("acme").name("Acme").build()).id();
    }

    private static UUID idOf(Instant time) {
      return com.fasterxml.uuid.Generators.timeBasedEpochGenerator().construct(time.toEpochMilli());
    }

    private void unmapped(String provider, String field, String word, int seen, UUID message)
        throws SQLException {
      try (var connection = pool.getConnection();
          var s =
              connection.prepareStatement("insert into unmapped_value values (?,?,?,?,?,?,?)")) {
        s.setString(1, provider);
        s.setString(2, field);
        s.setString(3, word);
        s.setInt(4, seen);
        s.setObject(5, Database.time(T));
        s.setObject(6, Database.time(T));
        s.setObject(7, message);
        s.executeUpdate();
      }
    }

    private UUID inboxRow(String status, UUID account, Instant at) throws SQLException {
      UUID id = idOf(at);
      try (var connection = pool.getConnection();
          var content =
              connection.prepareStatement(
                  "insert into inbox_content values (?, '{\"host\":\"h\"}', ?)");
          var s =
              connection.prepareStatement(
                  "insert into inbox values (?,?,'pms','made',?,'k','webhook',false,?,?,?,1,null,"
                      + "'a,b',?,null,null,false)")) {
        s.setObject(1, id);
        s.setObject(2, account);
        s.setString(3, account + " booking 1");
        s.setObject(4, Database.time(at));
        s.setObject(5, Database.time(at));
        s.setString(6, status);
        s.setObject(7, status.equals("pending") ? null : Database.time(at));
        s.executeUpdate();
        content.setObject(1, id);
        content.setBytes(2, "{\"price\":1.10}".getBytes(StandardCharsets.UTF_8));
        content.executeUpdate();
      }
      return id;
    }
  }
}
