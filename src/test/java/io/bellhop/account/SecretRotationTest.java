package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.config.ConfigException;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The secret key is changed, and what it has sealed stands in the database. */
class SecretRotationTest {
  private static final SecretBox OLD = new SecretBox(key(1));
  private static final SecretBox BOTH = new SecretBox(key(2), key(1));
  private static final SecretBox NEW = new SecretBox(key(2));

  @ParameterizedTest
  @EnumSource(Store.class)
  void after_one_start_with_both_keys_the_old_one_can_go(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      Account account = account(database, OLD, "token-1");
      Subscription subscription = SubscriptionBuilder.to("http://127.0.0.1:9/x").build();
      new Subscriptions(database, OLD, TestNode.MAPPER, RowOwners.ofSubscriptions())
          .create(subscription);
      String place = SecretBox.place("access_token", "refresh_token", account.id());
      sql(
          database,
          "insert into access_token (account_id, refresh_token) values (?, ?)",
          account.id(),
          OLD.seal("refresh", place));
      assertThatThrownBy(() -> rotation(database, NEW).run())
          .isInstanceOf(ConfigException.class)
          .hasMessageContainingAll("another secret key", "bellhop.secret-key-old");

      rotation(database, BOTH).run();

      assertThatCode(() -> rotation(database, NEW).run()).doesNotThrowAnyException();
      assertThat(accounts(database, NEW).current(account.id())).contains(account);
      Subscription read =
          new Subscriptions(database, NEW, TestNode.MAPPER, RowOwners.ofSubscriptions())
              .find(subscription.id())
              .orElseThrow();
      assertThat(read.secret()).isEqualTo(subscription.secret());
      String token =
          database.transact(
              connection ->
                  Sql.first(
                          connection,
                          "select refresh_token from access_token",
                          row -> row.text("refresh_token"))
                      .orElseThrow());
      assertThat(NEW.open(token, place)).isEqualTo("refresh");
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void more_rows_than_one_transaction_takes_are_all_sealed_again(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      Account account = account(database, OLD, "token-1");
      for (int i = 0; i < 205; i++) {
        UUID id = new UUID(0, i);
        sql(
            database,
            "insert into access_token (account_id, token) values (?, ?)",
            id,
            OLD.seal("t", SecretBox.place("access_token", "token", id)));
      }

      rotation(database, BOTH).run();

      assertThatCode(() -> rotation(database, NEW).run()).doesNotThrowAnyException();
      assertThat(accounts(database, NEW).current(account.id())).contains(account);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void credentials_that_are_copied_to_another_account_do_not_open(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      Account rich = account(database, OLD, "token-1");
      Account other = account(database, OLD, "token-2");
      sql(
          database,
          "update integration_account set revision = 7, api ="
              + " (select api from integration_account where id = ?) where id = ?",
          rich.id(),
          other.id());

      assertThatThrownBy(() -> accounts(database, OLD).read())
          .hasStackTraceContaining("copied it from another row")
          .hasStackTraceContaining(other.id().toString());
    }
  }

  private static SecretRotation rotation(Database database, SecretBox secrets) {
    return new SecretRotation(database, secrets, RowOwners.sealed());
  }

  private static Accounts accounts(Database database, SecretBox secrets) {
    return new Accounts(
        database, secrets, TestNode.MAPPER, Clock.systemUTC(), RowOwners.ofAccounts(database));
  }

  private static Account account(Database database, SecretBox secrets, String token)
      throws SQLException {
    return accounts(database, secrets)
        .create(
            Account.builder()
                .provider("pms")
                .name(token)
                .workspaceId("default")
                .api(Map.of("token", token))
                .build());
  }

  private static void sql(Database database, String statement, Object... values)
      throws SQLException {
    database.durably(connection -> Sql.update(connection, statement, values));
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return key;
  }
}
