package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.failure.RetryableException;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Access tokens that are fetched: by client credentials, and by a refresh token that may turn. */
class OAuth2Test {
  private static final Map<String, String> CLIENT =
      Map.of("client_id", "id&1", "client_secret", "s3cret=");

  private Database database;
  private ApiBench bench;

  @AfterEach
  void stop() {
    bench.close();
    database.close();
  }

  @Test
  void client_credentials_become_a_token_that_is_used_until_it_ends() {
    start(Store.H2);
    tokens("{'access_token': 'at1', 'expires_in': 100}", "{'access_token': 'at2'}");
    ApiProcessor api = bench.open("auth", "oauth2-client-credentials", "tokenScope", "a b");
    Account account = ApiBench.account(CLIENT);

    bench.call(api, account);
    bench.call(api, account);
    bench.clock.forward(Duration.ofSeconds(95));
    bench.call(api, account);

    assertThat(bench.verifiers()).containsExactly("Bearer at1", "Bearer at1", "Bearer at2");
    assertThat(bench.forms())
        .containsExactly(
            "grant_type=client_credentials&scope=a+b&client_id=id%261&client_secret=s3cret%3D",
            "grant_type=client_credentials&scope=a+b&client_id=id%261&client_secret=s3cret%3D");
  }

  @Test
  void a_refresh_token_becomes_an_access_token() {
    start(Store.H2);
    tokens("{'access_token': 'at1', 'refresh_token': null}");

    bench.call(bench.open("auth", "oauth2-refresh-token"), account("rt0"));

    assertThat(bench.verifiers()).containsExactly("Bearer at1");
    assertThat(bench.forms())
        .containsExactly(
            "grant_type=refresh_token&client_id=id%261&client_secret=s3cret%3D&refresh_token=rt0");
    assertThat(bench.api.calls(ApiBench.TOKEN_PATH).get(0).headers())
        .containsEntry("user-agent", ApiClient.USER_AGENT);
  }

  @Test
  void a_401_renews_the_token_once_and_calls_again() {
    start(Store.H2);
    tokens("{'access_token': 'at1'}", "{'access_token': 'at2'}", "{'access_token': 'at3'}");
    ApiProcessor api = bench.open("auth", "oauth2-refresh-token");
    Account account = account("rt0");
    bench.call(api, account);
    bench.clock.forward(Duration.ofMinutes(5));
    bench.api.next(3, ApiBench.PATH, FixtureAnswer.of(401));

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, account))
        .withMessageContaining("401");
    bench.clock.forward(Duration.ofMinutes(20));
    bench.call(api, account);

    assertThat(bench.verifiers())
        .containsExactly("Bearer at1", "Bearer at1", "Bearer at2", "Bearer at2", "Bearer at3");
  }

  @Test
  void a_token_of_seconds_is_not_thrown_away_by_a_401() {
    start(Store.H2);
    for (int i = 1; i <= 5; i++) {
      tokens("{'access_token': 'at" + i + "', 'expires_in': 86400}");
    }
    bench.api.next(9, ApiBench.TOKEN_PATH, FixtureAnswer.tooManyRequests(86_400));
    bench.api.next(Integer.MAX_VALUE, ApiBench.PATH, FixtureAnswer.of(401));
    ApiProcessor api = bench.open("auth", "oauth2-client-credentials");
    Account account = ApiBench.account(CLIENT);

    for (int i = 0; i < 60; i++) {
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> bench.call(api, account));
      bench.clock.forward(Duration.ofMinutes(1));
    }

    assertThat(bench.forms()).as("five a day, and an hour has passed").hasSize(3);
    assertThat(bench.verifiers()).hasSize(62).startsWith("Bearer at1").endsWith("Bearer at3");
  }

  @Test
  void the_newest_token_is_tried_again_where_another_one_is_not_to_be_had() {
    start(Store.H2);
    tokens("{'access_token': 'at1', 'expires_in': 86400}");
    bench.api.next(9, ApiBench.TOKEN_PATH, FixtureAnswer.tooManyRequests(86_400));
    ApiProcessor api = bench.open("auth", "oauth2-client-credentials");
    Account account = ApiBench.account(CLIENT);
    bench.call(api, account);
    bench.clock.forward(Duration.ofHours(2));
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(401));
    assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> bench.call(api, account));

    bench.call(api, account);

    assertThat(bench.verifiers()).hasSize(3).containsOnly("Bearer at1");
    assertThat(bench.forms()).hasSize(2);
  }

  @Test
  void a_403_that_means_the_token_renews_it_whatever_it_did_before() {
    start(Store.H2);
    tokens("{'access_token': 'at1'}", "{'access_token': 'at2'}");
    ApiProcessor api = bench.open("auth", "oauth2-client-credentials", "tokenRefused", "401 403");
    Account account = ApiBench.account(CLIENT);
    bench.clock.forward(Duration.ofMinutes(6));
    bench.call(api, account);
    bench.clock.forward(Duration.ofMinutes(6));
    bench.call(api, account);
    bench.api.next(3, ApiBench.PATH, FixtureAnswer.of(403));

    assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> bench.call(api, account));
    assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> bench.call(api, account));
    bench.call(api, account);

    assertThat(bench.verifiers())
        .containsExactly(
            "Bearer at1", "Bearer at1", "Bearer at1", "Bearer at2", "Bearer at2", "Bearer at2");
  }

  @Test
  void a_token_is_used_when_it_is_valid() {
    start(Store.H2);
    tokens("{'access_token': 'at1'}");
    ApiProcessor api = bench.open("auth", "oauth2-client-credentials", "tokenDelay", "10s");
    Account account = ApiBench.account(CLIENT);

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, account))
        .satisfies(e -> assertThat(e.at()).isEqualTo(bench.clock.instant().plusSeconds(10)))
        .satisfies(e -> assertThat(e.counts()).isFalse());
    bench.clock.forward(Duration.ofSeconds(10));
    bench.call(api, account);

    assertThat(bench.verifiers()).containsExactly("Bearer at1");
  }

  @Test
  void tokens_come_from_a_host_of_their_own() {
    start(Store.H2);
    try (FixtureApi tokens = new FixtureApi(name -> Optional.empty());
        FixtureApi sandbox = new FixtureApi(name -> Optional.empty())) {
      tokens.next(2, ApiBench.TOKEN_PATH, ApiBench.json("{'access_token': 'at1'}"));
      sandbox.next(1, ApiBench.TOKEN_PATH, ApiBench.json("{'access_token': 'at2'}"));
      ApiProcessor api =
          bench.open("auth", "oauth2-client-credentials", "tokenBaseUrl", tokens.uri() + "");
      Map<String, String> own = new HashMap<>(CLIENT);
      own.put("token_base_url", sandbox.uri().toString());

      bench.call(api, ApiBench.account(CLIENT));
      bench.call(api, ApiBench.account(own));

      assertThat(bench.verifiers()).containsExactly("Bearer at1", "Bearer at2");
      assertThat(bench.forms()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_refresh_token_that_turns_is_used_from_then_on(Store store) {
    start(store);
    tokens(
        "{'access_token': 'at1', 'refresh_token': 'rt1', 'expires_in': 60}",
        "{'access_token': 'at2', 'refresh_token': 'rt2', 'expires_in': 60}",
        "{'access_token': 'at3', 'expires_in': 60}",
        "{'access_token': 'at4', 'expires_in': 60}");
    ApiProcessor api = bench.open("auth", "oauth2-refresh-token");
    Account account = account("rt0");
    for (int i = 0; i < 4; i++) {
      bench.call(api, account);
      bench.clock.forward(Duration.ofMinutes(1));
    }

    assertThat(refreshTokensSent()).containsExactly("rt0", "rt1", "rt2", "rt2");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_refusal_does_not_lose_the_turned_one_and_waits(Store store) {
    start(store);
    tokens("{'access_token': 'at1', 'refresh_token': 'rt1', 'expires_in': 60}");
    bench.api.next(1, ApiBench.TOKEN_PATH, FixtureAnswer.of(400));
    tokens("{'access_token': 'at2'}");
    ApiProcessor api = bench.open("auth", "oauth2-refresh-token");
    Account account = account("rt0");
    bench.call(api, account);
    bench.clock.forward(Duration.ofMinutes(1));

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> bench.call(api, account))
          .withMessageContaining("no access token now")
          .withMessageNotContaining("rt1")
          .satisfies(e -> assertThat(e.at()).isEqualTo(bench.clock.instant().plusSeconds(60)));
    }
    bench.clock.forward(Duration.ofMinutes(1));
    bench.call(api, account);

    assertThat(refreshTokensSent()).containsExactly("rt0", "rt1", "rt1");
  }

  @Test
  void once_the_account_is_given_another_one_that_counts() throws Exception {
    start(Store.H2);
    tokens(
        "{'access_token': 'at1', 'refresh_token': 'rt1'}",
        "{'access_token': 'at2', 'refresh_token': 'new1'}",
        "{'access_token': 'at3'}");
    ApiProcessor api = bench.open("auth", "oauth2-refresh-token");
    Account account = stored("rt0");
    bench.call(api, account);

    Account changed = accounts().update(ApiBench.account(account.id(), fields("new0")));
    bench.call(api, changed);
    Account secret = ApiBench.account(account.id(), new HashMap<>(changed.api()));
    secret.api().put("client_secret", "another");
    bench.call(api, accounts().update(secret));

    assertThat(refreshTokensSent()).containsExactly("rt0", "new0", "new1");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_that_is_gone_leaves_no_token(Store store) throws Exception {
    start(store);
    tokens("{'access_token': 'at1', 'refresh_token': 'rt1'}");
    Account account = stored("rt0");
    bench.call(bench.open("auth", "oauth2-refresh-token"), account);
    assertThat(row()).hasSize(3);

    accounts().delete(account.id());

    assertThat(row()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void no_token_can_be_read_in_the_database(Store store) throws Exception {
    start(store);
    tokens("{'access_token': 'at1', 'refresh_token': 'rt1'}");
    bench.call(bench.open("auth", "oauth2-refresh-token"), account("rt0"));

    assertThat(row())
        .hasSize(3)
        .noneMatch(text -> Stream.of("at1", "rt1", "rt0").anyMatch(text::contains));
  }

  @Test
  void accounts_never_share_tokens() {
    start(Store.H2);
    tokens(
        "{'access_token': 'at1', 'refresh_token': 'rt1', 'expires_in': 60}",
        "{'access_token': 'at2', 'refresh_token': 'rt2', 'expires_in': 60}",
        "{'access_token': 'at3'}",
        "{'access_token': 'at4'}");
    ApiProcessor api = bench.open("auth", "oauth2-refresh-token");
    Account one = account("rt0");
    Account other = account("rt0");
    for (int i = 0; i < 2; i++) {
      bench.call(api, one);
      bench.call(api, other);
      bench.clock.forward(Duration.ofMinutes(1));
    }

    assertThat(bench.verifiers())
        .containsExactly("Bearer at1", "Bearer at2", "Bearer at3", "Bearer at4");
    assertThat(refreshTokensSent()).containsExactly("rt0", "rt0", "rt1", "rt2");
  }

  @Test
  void an_answer_without_a_token_gives_none() {
    start(Store.H2);
    tokens("{'access_token': null}", "{'error': 'invalid_grant'}", "{'access_token': ''}");
    bench.api.next(1, ApiBench.TOKEN_PATH, FaultyAnswer.garbage());
    ApiProcessor api = bench.open("auth", "oauth2-refresh-token");
    Account account = account("rt0");

    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> bench.call(api, account))
          .withMessageNotContaining("half");
      bench.clock.forward(Duration.ofMinutes(1));
    }
    assertThat(bench.verifiers()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_nodes_on_one_database_ask_for_one_token_and_share_its_renewal(Store store)
      throws Exception {
    String url = store.freshUrl();
    start(url);
    bench.api.next(
        1,
        ApiBench.TOKEN_PATH,
        FaultyAnswer.late(ApiBench.json("{'access_token': 'at1'}"), Duration.ofMillis(200)));
    tokens("{'access_token': 'at2'}", "{'access_token': 'at3'}");
    Account account = ApiBench.account(CLIENT);
    String auth = "oauth2-client-credentials";
    try (Database second = Store.open(url);
        ApiBench node = new ApiBench(second)) {
      ApiProcessor here = bench.open("auth", auth);
      ApiProcessor there = node.open("auth", auth, "baseUrl", bench.api.uri().toString());
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(CompletableFuture.runAsync(() -> bench.call(here, account)));
        calls.add(CompletableFuture.runAsync(() -> node.call(there, account)));
      }
      calls.forEach(CompletableFuture::join);
      assertThat(bench.verifiers()).hasSize(6).containsOnly("Bearer at1");

      bench.clock.forward(Duration.ofMinutes(5));
      node.clock.forward(Duration.ofMinutes(5));
      bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(401));
      bench.call(here, account);
      bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(401));
      node.call(there, account);

      assertThat(bench.forms()).hasSize(2);
      assertThat(bench.verifiers())
          .endsWith("Bearer at1", "Bearer at2", "Bearer at1", "Bearer at2");
    }
  }

  private void start(Store store) {
    start(store.freshUrl());
  }

  private void start(String url) {
    database = Store.open(url);
    bench = new ApiBench(database);
  }

  private void tokens(String... answers) {
    for (String answer : answers) {
      bench.api.next(1, ApiBench.TOKEN_PATH, ApiBench.json(answer));
    }
  }

  private List<String> refreshTokensSent() {
    return bench.forms().stream().map(f -> f.replaceFirst(".*refresh_token=", "")).toList();
  }

  private static Map<String, String> fields(String refreshToken) {
    Map<String, String> fields = new HashMap<>(CLIENT);
    fields.put("refresh_token", refreshToken);
    return fields;
  }

  private static Account account(String refreshToken) {
    return ApiBench.account(fields(refreshToken));
  }

  private Accounts accounts() {
    return new Accounts(
        database,
        new SecretBox(new byte[32]),
        RouteExchange.MAPPER,
        bench.clock,
        RowOwners.ofAccounts(database));
  }

  private Account stored(String refreshToken) throws SQLException {
    return accounts().create(account(refreshToken));
  }

  private List<String> row() throws SQLException {
    return database.transact(
        connection -> {
          try (var s =
                  connection.prepareStatement(
                      "select token, refresh_token, refresh_origin from access_token");
              var rows = s.executeQuery()) {
            return rows.next()
                ? List.of(rows.getString(1), rows.getString(2), rows.getString(3))
                : List.of();
          }
        });
  }
}
