package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.support.Store;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replays of all messages that match a filter. */
class InboxReplaysTest {
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
    private static final String DEAD = "{'replay':{'filter':{'status':'dead'},'rate':%d}}";

    private final List<UUID> dead = new ArrayList<>();

    Cases(Store store) {
      super(store);
    }

    @BeforeEach
    void deadLetters() throws SQLException {
      sql("delete from inbox_replay", "delete from audit");
      dead.clear();
      UUID account =
          accounts
              .create(Account.builder().provider("pms").name("a").workspaceId("w").build())
              .id();
      for (int i = 0; i < 5; i++) {
        dead.add(message(account, T.plusSeconds(i), "k" + i, "key-" + i, "it failed"));
      }
      message(account, T, "k", "key", null);
    }

    @Test
    void all_that_match_are_counted_and_then_replayed_and_the_audit_says_so() throws Exception {
      JsonNode counted =
          call("POST", "/inbox_replays", json("{'filter':{'error':'it …'},'dry_run':true}"), 200);
      assertThat(counted.at("/meta/count").asInt()).isEqualTo(5);
      sql("delete from inbox_content where id = '" + dead.get(2) + "'");

      JsonNode begun = call("POST", "/inbox_replays", json(DEAD.formatted(1000)), 202);
      JsonNode ended = awaitEnd(begun.at("/data/id").asText());

      assertThat(ended.path("status").asText()).isEqualTo("done");
      assertThat(ended.path("total").asInt()).isEqualTo(5);
      assertThat(ended.path("replayed").asInt()).isEqualTo(4);
      assertThat(ended.path("skipped").asInt()).isEqualTo(1);
      assertThat(total("pending")).isEqualTo(4);
      assertThat(get("/inbox_replays", 200).at("/data/0/id")).isEqualTo(begun.at("/data/id"));
      JsonNode audit = get("/audit", 200).at("/data/0/attributes");
      assertThat(audit.path("action").asText()).isEqualTo("POST inbox_replays");
      assertThat(audit.path("object_id")).isEqualTo(begun.at("/data/id"));
    }

    @Test
    void one_that_is_cancelled_leaves_the_rest_as_it_is_and_the_next_one_begins() throws Exception {
      String slow =
          call("POST", "/inbox_replays", json(DEAD.formatted(1)), 202).at("/data/id").asText();
      Awaitility.await().until(() -> replay(slow).path("replayed").asInt() > 0);
      String next =
          call("POST", "/inbox_replays", json(DEAD.formatted(1000)), 202).at("/data/id").asText();
      assertThat(replay(next).path("status").asText()).isEqualTo("waiting");

      JsonNode cancelled = call("POST", "/inbox_replays/" + slow + "/cancel", null, 200);

      assertThat(cancelled.at("/data/attributes/status").asText()).isEqualTo("cancelled");
      assertThat(awaitEnd(next).path("status").asText()).isEqualTo("done");
      assertThat(replay(slow).path("status").asText()).isEqualTo("cancelled");
      assertThat(total("dead")).isZero();
    }

    @Test
    void one_whose_node_has_died_goes_on_where_it_was() throws Exception {
      UUID left = replays.newId();
      sql(
          ("insert into inbox_replay values ('%s', null, '{\"status\":\"dead\"}', 1000, 'running', 5,"
                  + " 2, 0, '%s', '%s', '%s', '%s', null, null)")
              .formatted(left, dead.get(1), UUID.randomUUID(), T, T));

      replays.start();

      JsonNode ended = awaitEnd(left.toString());
      assertThat(ended.path("status").asText()).isEqualTo("done");
      assertThat(ended.path("replayed").asInt()).isEqualTo(5);
      assertThat(ids(get("/inbox?status=dead", 200))).containsExactly(dead.get(1), dead.get(0));
    }

    @Test
    void without_a_filter_or_with_one_that_there_is_not_nothing_is_replayed() throws Exception {
      for (String body :
          List.of(
              "{}",
              "{'filter':{}}",
              "{'filter':{'state':'dead'}}",
              "{'filter':{'status':'dying'}}",
              "{'filter':{'status':'dead'},'rate':0}")) {
        call("POST", "/inbox_replays", json(body), 422);
      }
      call("POST", "/inbox_replays/" + UUID.randomUUID() + "/cancel", null, 404);
      assertThat(total("dead")).isEqualTo(5);
    }

    private static String json(String text) {
      return text.replace('\'', '"');
    }

    private int total(String status) throws Exception {
      return get("/inbox?status=" + status, 200).at("/meta/total").asInt();
    }

    private JsonNode replay(String id) throws Exception {
      return get("/inbox_replays/" + id, 200).at("/data/attributes");
    }

    private JsonNode awaitEnd(String id) {
      return Awaitility.await()
          .until(() -> replay(id), replay -> !replay.path("finished_at").isNull());
    }
  }
}
