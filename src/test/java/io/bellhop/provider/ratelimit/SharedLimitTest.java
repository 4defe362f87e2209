package io.bellhop.provider.ratelimit;

import static io.bellhop.provider.ratelimit.RateLimitTest.done;
import static io.bellhop.provider.ratelimit.RateLimitTest.granted;
import static io.bellhop.provider.ratelimit.RateLimitTest.holds;
import static io.bellhop.provider.ratelimit.RateLimitTest.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.provider.client.ApiBench;
import io.bellhop.provider.client.Journeys;
import io.bellhop.store.Database;
import io.bellhop.support.Store;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several nodes on one database, and one node again and again, keep one limit together. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedLimitTest {
  private static final Instant START = Instant.parse("2026-05-02T09:30:00Z");
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration MINUTE = Duration.ofMinutes(1).plus(RateLimit.SKEW);
  private static final String KEY = "acme";

  private String url;

  /** One for all nodes, which know nothing of each other besides. */
  private Database database;

  @AfterEach
  void close() {
    restart();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_nodes_have_one_limit_together(Store store) {
    url = store.freshUrl();
    RateLimit one = node("10/1m");
    RateLimit two = node("10/1m");

    assertThat(granted(one, START, false, 6)).isEqualTo(6);
    assertThat(granted(two, START, false, 20)).isEqualTo(4);
    assertThat(granted(one, START, false, 1)).isZero();

    Instant free = START.plus(MINUTE);
    assertThat(granted(one, free.minusMillis(1), false, 1)).isZero();
    assertThat(granted(two, free.minusMillis(1), false, 1)).isZero();
    assertThat(granted(two, free, false, 7) + granted(one, free, false, 7)).isEqualTo(10);
  }

  @Test
  void limits_of_different_accounts_are_their_own() {
    url = Store.H2.freshUrl();
    LimitTable table = new LimitTable(database());

    for (String account : List.of("a", "b")) {
      RateLimit limit = new RateLimit(Limits.parse("3/1m"), 0, LONGEST, table, account);
      assertThat(granted(limit, START, false, 10)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_restart_forgets_no_call(Store store) {
    url = store.freshUrl();
    RateLimit before = node("10/1m 50/1h");
    granted(before, START, false, 10);
    Instant later = START.plus(MINUTE);
    granted(before, later, false, 7);

    restart();
    RateLimit after = node("10/1m 50/1h");

    assertThat(granted(after, later.plusSeconds(1), false, 10)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_call_whose_node_died_counts_as_late_as_it_may_have_arrived(Store store) {
    url = store.freshUrl();
    assertThat(take(node("1/1m"), START, false).granted()).isTrue();

    restart();
    RateLimit after = node("1/1m");

    Instant free = START.plus(LONGEST).plus(MINUTE);
    assertThat(granted(after, START.plusSeconds(1), false, 1)).isZero();
    assertThat(granted(after, free.minusMillis(1), false, 1)).isZero();
    assertThat(granted(after, free, false, 1)).isEqualTo(1);
  }

  @Test
  void that_a_call_has_ended_is_known_to_other_nodes() {
    url = Store.H2.freshUrl();
    RateLimit one = node("1/1s");
    RateLimit two = node("1/1s");
    Permit permit = take(one, START, false);
    assertThat(granted(two, START.plusSeconds(5), false, 1)).as("it runs").isZero();
    done(one, permit, START.plusSeconds(5));

    assertThat(granted(two, START.plusSeconds(6), false, 1)).isZero();
    assertThat(granted(two, START.plusSeconds(7), false, 1)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void places_for_calls_under_way_are_shared(Store store) {
    url = store.freshUrl();
    RateLimit one = new RateLimit(Limits.parse("100/1s"), 3, LONGEST, table(), KEY);
    RateLimit two = new RateLimit(Limits.parse("100/1s"), 3, LONGEST, table(), KEY);
    take(one, START, false);
    Permit permit = take(two, START, false);
    take(one, START, false);

    assertThat(take(two, START, false).granted()).isFalse();
    assertThat(take(one, START, false).granted()).isFalse();
    done(two, permit, START);
    assertThat(take(one, START.plusMillis(100), false).granted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_pause_is_for_all_nodes_and_outlives_a_restart(Store store) throws Exception {
    url = store.freshUrl();
    RateLimit one = node("100/1m");
    RateLimit two = node("100/1m");
    granted(one, START, false, 1);
    Instant end = START.plusSeconds(600);

    one.pause(end);
    one.pause(START.plusSeconds(5));

    assertThat(take(two, START.plusSeconds(1), false).again()).isAfterOrEqualTo(end);
    restart();
    RateLimit after = node("100/1m");
    assertThat(take(after, end.minusMillis(1), false).again()).isAfterOrEqualTo(end);
    assertThat(take(after, end, false).granted()).isTrue();
  }

  @Test
  void the_background_yields_to_those_who_wait_on_another_node() {
    url = Store.H2.freshUrl();
    RateLimit one = node("10/1m");
    RateLimit two = node("10/1m");
    granted(one, START, false, 20);
    Instant last = take(one, START, false).again();
    assertThat(last).isAfter(START.plus(MINUTE).plus(MINUTE));
    // The next caller learns that others still wait.
    assertThat(granted(one, START.plus(MINUTE), false, 1)).isEqualTo(1);

    Permit background = take(two, START.plus(MINUTE).plusSeconds(30), true);

    assertThat(background.again()).isAfter(last.plusMillis(RateLimit.SPREAD_MILLIS));
    assertThat(granted(two, background.again(), true, 1)).isEqualTo(1);
  }

  @Test
  void limits_may_change_between_starts() {
    url = Store.H2.freshUrl();
    granted(node("100/1m"), START, false, 100);

    restart();
    assertThat(granted(node("20/1m"), START.plusSeconds(1), false, 5)).isZero();
    Instant later = START.plus(MINUTE);
    assertThat(granted(node("20/1m"), later, false, 100)).isEqualTo(20);
    restart();
    assertThat(granted(node("40/1m 1000/1h"), later.plusSeconds(1), false, 100)).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void no_more_calls_are_kept_than_limits_look_back_to(Store store) throws Exception {
    url = store.freshUrl();
    RateLimit limit = node("10/1s");
    for (int i = 0; i < 12; i++) {
      assertThat(granted(limit, START.plusSeconds(2 * i), false, 10)).isEqualTo(10);
    }

    assertThat(count(database())).isLessThan(50);
  }

  @ParameterizedTest
  @CsvSource({"H2, 1", "H2, 2", "POSTGRESQL, 1", "POSTGRESQL, 3"})
  void no_window_is_exceeded_however_nodes_call_and_however_long_it_takes(Store store, long seed) {
    url = store.freshUrl();
    Random random = new Random(seed);
    List<RateLimit> nodes = List.of(node(LIMITS), node(LIMITS), node(LIMITS));

    List<Instant> arrived = Journeys.of(nodes, 900, random);

    assertThat(arrived).hasSizeGreaterThan(150);
    holds(arrived, 5, Duration.ofSeconds(1));
    holds(arrived, 20, Duration.ofSeconds(10));
    holds(arrived, 60, Duration.ofMinutes(1));
  }

  private static final String LIMITS = "5/1s 20/10s 60/1m";

  @ParameterizedTest
  @EnumSource(Store.class)
  void nodes_that_call_at_the_same_moment_share_what_is_left(Store store) {
    url = store.freshUrl();
    List<RateLimit> nodes = List.of(node("50/1h"), node("50/1h"), node("50/1h"));
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try {
      List<CompletableFuture<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        RateLimit mine = nodes.get(i % 3);
        asked.add(CompletableFuture.supplyAsync(() -> granted(mine, START, false, 10), threads));
      }
      assertThat(asked.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(50);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void without_its_database_no_call_is_made_and_none_is_counted() throws Exception {
    url = Store.H2.freshUrl();
    Database mine = database();
    RateLimit limit = new RateLimit(Limits.parse("3/1m"), 0, LONGEST, new LimitTable(mine), KEY);
    granted(limit, START, false, 1);
    rename(mine, "api_call", "away");

    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> limit.take(START, false));
    rename(mine, "away", "api_call");

    assertThat(granted(limit, START, false, 5)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_that_is_deleted_leaves_nothing(Store store) throws Exception {
    url = store.freshUrl();
    Database mine = database();
    var accounts =
        new io.bellhop.account.Accounts(
            mine,
            new io.bellhop.account.SecretBox(new byte[32]),
            io.bellhop.pipeline.RouteExchange.MAPPER,
            Clock.systemUTC(),
            List.of(new LimitTable(mine)));
    var account = accounts.create(ApiBench.account(null, java.util.Map.of()));
    String key = account.id().toString();
    RateLimit limit = new RateLimit(Limits.parse("3/1m"), 0, LONGEST, new LimitTable(mine), key);
    granted(limit, START, false, 2);
    assertThat(count(mine)).isEqualTo(2);

    accounts.delete(account.id());

    assertThat(count(mine)).isZero();
    assertThat(granted(limit, START, false, 5)).as("what runs goes on to count").isEqualTo(1);
  }

  private RateLimit node(String limits) {
    return new RateLimit(Limits.parse(limits), 0, LONGEST, table(), KEY);
  }

  private LimitTable table() {
    return new LimitTable(database());
  }

  private Database database() {
    if (database == null) {
      database = Store.open(url);
    }
    return database;
  }

  private void restart() {
    database.close();
    database = null;
  }

  private static void rename(Database database, String table, String name) throws SQLException {
    database.transact(
        c -> c.createStatement().execute("alter table " + table + " rename to " + name));
  }

  private static long count(Database database) throws SQLException {
    return database.transact(
        c -> {
          try (var rows = c.createStatement().executeQuery("select count(*) from api_call")) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }
}
