package io.bellhop.event;

import static io.bellhop.event.EventDrafts.finished;
import static io.bellhop.event.PublishedRecords.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import io.bellhop.time.Version;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the publisher keeps of versions, warnings and unknown words, in the databases. */
class PublisherVersionsTest {
  private static final String CONFIRMED =
      "{'id':'1','status':'CONFIRMED','arrivalDate':'2027-03-10','departureDate':'2027-03-14',"
          + "'updatedAt':'%s'}";
  private static final String CANCELLED = CONFIRMED.replace("CONFIRMED", "CANCELLED");

  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private Account account;
  private Deliveries make;

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @Test
  void a_cancellation_is_published_although_its_source_has_only_an_older_time_of_another_clock()
      throws Exception {
    start(Store.H2);
    publish(telling("created", json(CONFIRMED.formatted("2026-05-01T10:00:00.000Z")), arrive()));
    clock.forward(Duration.ofHours(1));
    InboxMessage event = arrive();

    publish(
        telling("updated", json(CANCELLED.formatted("2026-04-05T09:00:00.000Z")), event)
            .by(read("altered", clock.instant())));

    assertThat(node.status(event)).isEqualTo("done");
    assertThat(last().at("/data/changes/status").toString())
        .isEqualTo("[\"CONFIRMED\",\"CANCELLED\"]");
    // What is older by the list's clock is older still.
    InboxMessage late = arrive();
    publish(telling("updated", json(CONFIRMED.formatted("2026-05-01T09:59:59.000Z")), late));
    assertThat(node.status(late)).isEqualTo("stale");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_named_clock_is_kept_with_its_snapshot(Store store) throws Exception {
    start(store);
    Provenance altered = new Provenance("altered", null, null, false, false, false, text -> null);
    publish(
        telling("created", json(CONFIRMED.formatted("2026-05-01T10:00:00.000Z")), arrive())
            .by(altered));
    InboxMessage older = arrive();
    publish(
        telling("updated", json(CANCELLED.formatted("2026-05-01T09:00:00.000Z")), older)
            .by(altered));
    InboxMessage other = arrive();
    publish(telling("updated", json(CANCELLED.formatted("2026-05-01T09:00:00.000Z")), other));

    assertThat(node.status(older)).isEqualTo("stale");
    assertThat(node.status(other)).isEqualTo("done");
  }

  @Test
  void a_late_webhook_does_not_undo_what_was_read_without_a_time() throws Exception {
    start(Store.H2);
    publish(telling("created", json(CONFIRMED.formatted("2026-05-01T10:00:00.000Z")), arrive()));
    clock.forward(Duration.ofHours(1));
    ObjectNode untimed = json(CANCELLED).without(List.of("updatedAt"));
    publish(telling("updated", untimed, arrive()).by(read(Version.CHANGED, clock.instant())));

    InboxMessage late = arrive();
    String before = clock.instant().minusSeconds(400).toString();
    publish(telling("updated", json(CONFIRMED.formatted(before)), late));
    clock.forward(Duration.ofMinutes(10));
    InboxMessage newer = arrive();
    String after = clock.instant().minusSeconds(100).toString();
    publish(telling("updated", json(CONFIRMED.formatted(after)), newer));

    assertThat(node.status(late)).isEqualTo("stale");
    assertThat(last().at("/data/changes/status").toString())
        .isEqualTo("[\"CANCELLED\",\"CONFIRMED\"]");
  }

  @Test
  void a_snapshot_that_has_a_version_of_next_year_from_before_heals() throws Exception {
    start(Store.H2);
    publish(telling("created", json(CONFIRMED.formatted("2026-05-01T10:00:00.000Z")), arrive()));
    sql(
        "update snapshot set version = timestamp with time zone '2028-01-01 00:00:00+00:00',"
            + " version_clock = null, as_of = null");
    clock.forward(Duration.ofMinutes(1));

    InboxMessage change = arrive();
    publish(telling("updated", json(CANCELLED.formatted("2026-05-02T09:30:30.000Z")), change));
    InboxMessage older = arrive();
    publish(telling("updated", json(CONFIRMED.formatted("2026-05-02T09:30:29.000Z")), older));

    assertThat(node.status(change)).isEqualTo("done");
    assertThat(node.status(older)).isEqualTo("stale");
  }

  @Test
  void a_version_of_next_year_does_not_hold_back_what_comes_after_it() throws Exception {
    start(Store.H2);
    InboxMessage wrong = arrive();
    publish(telling("created", json(CONFIRMED.formatted("2028-01-01T00:00:00.000Z")), wrong));
    JsonNode warnings = last().at("/data/warnings");
    clock.forward(Duration.ofMinutes(10));

    InboxMessage change = arrive();
    publish(telling("updated", json(CANCELLED.formatted("2026-05-02T09:35:00.000Z")), change));

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0).asText()).contains("2028-01-01");
    assertThat(node.status(change)).isEqualTo("done");
    assertThat(last().at("/data/warnings").isMissingNode()).isTrue();
  }

  @Test
  void a_message_whose_record_must_be_read_again_waits_and_keeps_its_key() throws Exception {
    start(Store.H2);
    String time = "2026-05-02T09:00:00.000Z";
    publish(telling("created", json(CONFIRMED.formatted(time)), arrive()));
    InboxMessage tie = arrive();
    publish(
        telling("updated", json(CANCELLED.formatted(time)), tie)
            .by(new Provenance(Version.CHANGED, null, null, true, false, false, text -> null)));

    assertThat(node.status(tie)).isEqualTo("pending");
    assertThat(node.events()).hasSize(1);
    assertThat(node.claim()).isEmpty();
    clock.forward(Duration.ofSeconds(2));
    Claim again = node.claimOne();
    assertThat(again.messages().get(0).attempts()).isEqualTo(1);
    settle(
        again,
        telling("updated", json(CANCELLED.formatted(time)), again.messages().get(0))
            .by(read(Version.CHANGED, clock.instant())));

    assertThat(node.status(tie)).isEqualTo("done");
    assertThat(node.events()).hasSize(2);
  }

  @Test
  void a_replay_with_a_mended_mapping_counts_and_one_of_an_older_message_does_not()
      throws Exception {
    start(Store.H2);
    InboxMessage first = arrive();
    publish(telling("created", json(CONFIRMED.formatted("")), first));
    clock.forward(Duration.ofMinutes(1));
    InboxMessage second = arrive();
    publish(telling("updated", json(CANCELLED.formatted("")), second));
    clock.forward(Duration.ofMinutes(1));

    node.inbox().replay(first.id());
    publish(telling("updated", json(CONFIRMED.formatted("")), first));
    node.inbox().replay(second.id());
    publish(telling("updated", json(CANCELLED.formatted("")).put("notes", "late"), second));

    assertThat(node.status(first)).isEqualTo("stale");
    assertThat(node.status(second)).isEqualTo("done");
    assertThat(last().at("/data/record/status").asText()).isEqualTo("CANCELLED");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void warnings_stand_in_the_event_and_where_there_is_none_at_the_message(Store store)
      throws Exception {
    start(store);
    ObjectNode record = json(CONFIRMED.formatted("2026-05-01T10:00:00.000Z"));
    InboxMessage first = arrive();
    publish(telling("created", record, first).warning("totalPrice: 12,5 is not an amount"));
    InboxMessage second = arrive();
    publish(telling("updated", record, second).warning("totalPrice: 12,6 is not an amount"));
    InboxMessage refused = arrive();
    publish(telling("updated", json("{'id':'1'}"), refused).warning("a guest").failing("404"));

    assertThat(node.events()).hasSize(2);
    assertThat(node.events().get(0).envelope().at("/data/warnings").toString())
        .isEqualTo("[\"totalPrice: 12,5 is not an amount\"]");
    assertThat(node.status(second)).isEqualTo("unchanged");
    assertThat(node.error(second)).isEqualTo("warnings: totalPrice: 12,6 is not an amount");
    assertThat(last().at("/data/result").asText()).isEqualTo("FAILURE");
    assertThat(last().at("/data/warnings/0").asText()).isEqualTo("a guest");
    assertThat(node.error(refused)).isEqualTo("404; warnings: a guest");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void words_that_no_mapping_knows_are_counted_and_bounded(Store store) throws Exception {
    start(store);
    ObjectNode record = json(CONFIRMED.formatted("2026-05-01T10:00:00.000Z"));
    publish(telling("created", record, arrive()).unmapped("status", "no_show"));
    clock.forward(Duration.ofHours(1));
    InboxMessage last = arrive();
    publish(telling("updated", record, last).unmapped("status", "no_show"));
    List<String> words = new ArrayList<>(List.of("a\0b", "half \uD83D", "x".repeat(5000)));
    for (int i = 0; i < 1100; i++) {
      words.add("word " + i);
    }
    publish(telling("updated", record, arrive()).unmapped("channel", words.toArray(String[]::new)));

    assertThat(node.count("unmapped_value")).isEqualTo(1000);
    assertThat(text("select seen || ' ' || message_id from unmapped_value where word = 'no_show'"))
        .isEqualTo("2 " + last.id());
    assertThat(text("select count(*) from unmapped_value where first_seen < last_seen"))
        .isEqualTo("1");
    assertThat(text("select max(length(word)) from unmapped_value")).isEqualTo("200");
  }

  private InboxMessage arrive() {
    InboxMessage message = make.on("1");
    node.append(message);
    return message;
  }

  private Telling telling(String verb, JsonNode record, InboxMessage source) {
    return new Telling(account, verb, record, source);
  }

  private static Provenance read(String byClock, Instant at) {
    return new Provenance(byClock, null, at, false, false, false, text -> null);
  }

  /** As the inbox hands the message over, so that a replay is one. */
  private void publish(Telling telling) throws Exception {
    Claim claim = node.claimOne();
    settle(claim, telling.from(claim.messages().get(0)));
  }

  private void settle(Claim claim, Telling telling) {
    assertThat(node.publisher().publish(finished(claim, telling.draft())))
        .succeedsWithin(20, TimeUnit.SECONDS);
  }

  private JsonNode last() throws SQLException {
    List<Logged> events = node.events();
    return events.get(events.size() - 1).envelope();
  }

  private void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
    // One whose records can be read again.
    account = node.account().toBuilder().api(Map.of("token", "t")).build();
    make = new Deliveries(account.id(), clock);
  }

  private void sql(String statement) throws SQLException {
    node.database()
        .transact(
            connection -> {
              try (var s = connection.createStatement()) {
                return s.executeUpdate(statement);
              }
            });
  }

  private String text(String query) throws SQLException {
    return node.database()
        .transact(
            connection -> {
              try (var s = connection.createStatement();
                  var rows = s.executeQuery(query)) {
                rows.next();
                return rows.getString(1);
              }
            });
  }

  /** What a route says of one message, besides the record. */
  private static final class Telling {
    private final Account account;
    private final String verb;
    private final JsonNode record;
    private InboxMessage source;
    private Provenance provenance = Provenance.WEBHOOK;
    private final List<String> warnings = new ArrayList<>();
    private final List<UnmappedValue> unmapped = new ArrayList<>();
    private String error;

    Telling(Account account, String verb, JsonNode record, InboxMessage source) {
      this.account = account;
      this.verb = verb;
      this.record = record;
      this.source = source;
    }

    Telling from(InboxMessage message) {
      source = message;
      return this;
    }

    Telling by(Provenance how) {
      provenance = how;
      return this;
    }

    Telling warning(String text) {
      warnings.add(text);
      return this;
    }

    Telling unmapped(String field, String... words) {
      for (String word : words) {
        unmapped.add(new UnmappedValue(field, word));
      }
      return this;
    }

    Telling failing(String why) {
      error = why;
      return this;
    }

    EventDraft draft() {
      return EventDraft.builder(account, List.of(source))
          .event("reservation", verb)
          .record(record)
          .provenance(provenance)
          .warnings(warnings)
          .unmapped(unmapped)
          .error(error)
          .failed(error != null)
          .build();
    }
  }
}
