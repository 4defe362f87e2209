package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.store.Sql;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node knows of accounts that another node changes. */
class AccountsTest {
  private static final List<String> SYNC_COUNTERS =
      List.of(
          "pages",
          "entries",
          "emitted",
          "open_records",
          "failed_records",
          "new_records",
          "deferred");

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_has_changed_is_read_and_the_rest_is_not_decrypted_again(Store store) throws Exception {
    String url = store.freshUrl();
    try (TestNode here = TestNode.start(url, clock);
        TestNode there = TestNode.start(url, clock)) {
      Account kept = there.account();
      Account changed = there.account();
      Account gone = there.account();
      assertThat(here.accounts().all()).containsExactlyInAnyOrder(kept, changed, gone);
      Account before = here.accounts().find(kept.id()).orElseThrow();

      Account now = withToken(changed, "another");
      there.accounts().update(now);
      there.accounts().delete(gone.id());

      assertThat(here.accounts().all()).containsExactlyInAnyOrder(kept, now);
      assertThat(here.accounts().findByToken(changed.listenerToken())).contains(now);
      assertThat(here.accounts().find(kept.id()).orElseThrow()).isSameAs(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_authorization_that_has_ended_is_read_though_no_credential_is_another(Store store)
      throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      Account account = node.account();

      node.database()
          .transact(
              connection -> {
                node.accounts().revoke(connection, account.id(), clock.instant());
                return null;
              });

      assertThat(node.accounts().all())
          .singleElement()
          .extracting(Account::revokedAt)
          .isEqualTo(clock.instant());
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_deleted_account_takes_the_rows_of_every_package_with_it_and_of_no_other_account(
      Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      Account gone = node.account();
      Account kept = node.account();
      insertRows(node, gone);
      insertRows(node, kept);

      assertThat(node.accounts().delete(gone.id())).isTrue();

      assertThat(rowsOf(node, gone)).isZero();
      assertThat(rowsOf(node, kept)).isEqualTo(8);
      assertThat(node.accounts().delete(gone.id())).as("once more").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void new_credentials_forget_the_access_token_and_a_new_name_does_not(Store store)
      throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      Account account = node.account();
      insertRows(node, account);

      node.accounts().update(account.toBuilder().name("Lakeside").build());
      assertThat(token(node, account)).hasValue("sealed");

      node.accounts().update(withToken(account, "another"));
      assertThat(token(node, account)).isEmpty();
    }
  }

  private static Optional<String> token(TestNode node, Account account) throws SQLException {
    return node.database()
        .transact(
            connection ->
                Sql.first(
                    connection,
                    "select token from access_token where account_id = ?",
                    row -> row.text("token"),
                    account.id()));
  }

  private void insertRows(TestNode node, Account account) throws SQLException {
    Instant now = clock.instant();
    UUID id = account.id();
    Map<String, Object> sync =
        new HashMap<>(Map.of("account_id", id, "state", "new", "reading", false, "next_at", now));
    for (String counter : SYNC_COUNTERS) {
      sync.put(counter, 0);
    }
    Map<String, Map<String, Object>> rows =
        Map.of(
            "sync",
            sync,
            "account_activity",
            Map.of("account_id", id, "hours", "0", "hours_end", 1L, "last_webhook_at", now),
            "access_token",
            Map.of("account_id", id, "token", "sealed"),
            "registration",
            Map.of("account_id", id),
            "account_refusal",
            Map.of("account_id", id, "reason", "clock", "refused_at", now),
            "api_limit",
            Map.of("limit_key", id.toString(), "calls", 1),
            "api_call",
            Map.of(
                "limit_key", id.toString(), "call_number", 1, "counted_by", now, "running", true),
            "account_pause",
            Map.of(
                "account_id",
                id,
                "part",
                "api",
                "cause",
                "api",
                "reason",
                "credentials",
                "detail",
                "",
                "since",
                now,
                "failures",
                1,
                "next_probe_at",
                now));
    node.database()
        .transact(
            connection -> {
              for (Map.Entry<String, Map<String, Object>> row : rows.entrySet()) {
                Sql.insertRow(connection, row.getKey(), row.getValue());
              }
              return null;
            });
  }

  private static long rowsOf(TestNode node, Account account) throws SQLException {
    return node.database()
        .transact(
            connection -> {
              long count = 0;
              for (String table :
                  List.of(
                      "access_token",
                      "registration",
                      "account_refusal",
                      "account_pause",
                      "sync",
                      "account_activity")) {
                count += count(connection, table + " where account_id = ?", account.id());
              }
              for (String table : List.of("api_limit", "api_call")) {
                count += count(connection, table + " where limit_key = ?", account.id().toString());
              }
              return count;
            });
  }

  private static long count(Connection connection, String rows, Object value) throws SQLException {
    String query = "select count(*) as rows_found from " + rows;
    return Sql.first(connection, query, row -> row.number("rows_found"), value).orElseThrow();
  }

  private static Account withToken(Account account, String token) {
    return account.toBuilder().api(Map.of("token", token)).build();
  }
}
