package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.access.Caller;
import io.bellhop.account.Account;
import io.bellhop.store.Sql;
import io.bellhop.support.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a message of the inbox is found by its time, its id, its keys and its error. */
class InboxFiltersTest {
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
    private UUID account;
    private UUID first;
    private UUID second;
    private UUID third;

    Cases(Store store) {
      super(store);
    }

    @BeforeEach
    void threeMessages() throws SQLException {
      account =
          accounts
              .create(Account.builder().provider("pms").name("a").workspaceId("w").build())
              .id();
      first = message(account, T, "booking 7001", "event-1", null);
      second =
          message(
              account,
              T.plusSeconds(60),
              "booking 7002",
              "event-2",
              "listing 4711 is 100% unknown");
      third =
          message(
              account,
              T.plusSeconds(120),
              "booking 7001",
              "event-3",
              "listing 4712 is 100% unknown");
    }

    @Test
    void by_the_time_at_which_it_came() throws Exception {
      assertThat(found("from=" + T.plusSeconds(60))).containsExactly(third, second);
      assertThat(found("to=" + T.plusSeconds(60))).containsExactly(first);
      assertThat(found("from=%s&to=%s".formatted(T.plusSeconds(1), T.plusSeconds(61))))
          .containsExactly(second);
      assertThat(found("from=1960-01-01T00:00:00Z")).hasSize(3);
      get("/inbox?from=yesterday", 422);
    }

    @Test
    void by_a_key_or_by_the_start_of_its_id() throws Exception {
      assertThat(found(search("booking 7001"))).containsExactly(third, first);
      assertThat(found(search("event-1"))).containsExactly(first);
      assertThat(found(search("event-2"))).as("a dead letter").containsExactly(second);
      assertThat(found(search(second.toString()))).containsExactly(second);
      assertThat(found(search(third.toString().substring(0, 13)))).containsExactly(third);
      assertThat(found(search(third.toString().substring(0, 8)))).contains(third);
      assertThat(found(search("01900000f1"))).isEmpty();
      assertThat(found(search("booking 70"))).isEmpty();
      assertThat(found(search("' or 1 = 1 --"))).isEmpty();
    }

    @Test
    void by_an_error_of_which_parts_may_be_anything() throws Exception {
      assertThat(found("error=" + encoded("listing … is 100% unknown")))
          .containsExactly(third, second);
      assertThat(found("error=" + encoded("listing 4711 is 100% unknown"))).containsExactly(second);
      assertThat(found("error=" + encoded("listing % is 100% unknown"))).isEmpty();
    }

    /** A plan shows an index for each way to look: none reads the table. */
    @Test
    void no_search_reads_the_whole_table() throws Exception {
      for (int i = 0; i < 3000; i++) {
        message(account, T.plusSeconds(i), "booking " + i, "many-" + i, null);
      }
      sql("analyze");
      QueryFilter filter =
          new MessageFilters(row -> null, Set::of)
              .conditions(new QueryParameters("search=many-5"), Caller.FIRST_KEY);
      String conditions = filter.toString();
      for (var parameter : filter.parameters().entrySet()) {
        conditions =
            conditions.replaceAll(
                ":\\?" + parameter.getKey() + "\\b", "'" + parameter.getValue() + "'");
      }
      String select =
          "explain select i.id from inbox i where " + conditions + " order by i.id desc limit 25";
      String column = database.dialect().isForManyNodes() ? "QUERY PLAN" : "PLAN";
      List<String> plan =
          database.transact(connection -> Sql.list(connection, select, row -> row.text(column)));
      assertThat(String.join("\n", plan).toLowerCase(Locale.ROOT))
          .contains("inbox_order_key", "inbox_status")
          .doesNotContain("inbox.tablescan", "seq scan on inbox");
    }

    private List<UUID> found(String query) throws Exception {
      return ids(get("/inbox?" + query, 200));
    }

    private static String search(String text) {
      return "search=" + encoded(text);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
