package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.account.Account;
import io.bellhop.failure.RetryableException;
import io.bellhop.store.Database;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a limit means for the calls of a route: who goes first, and what a provider says itself. */
class BackgroundCallTest {
  private final Account account = ApiBench.account(Map.of("token", "t"));
  private Database database;
  private ApiBench bench;

  @AfterEach
  void stop() {
    bench.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "sync-page"})
  void what_is_synced_leaves_a_part_to_what_was_just_sent(String origin) {
    start();
    ApiProcessor api = bench.open("auth", "bearer", "limits", "5/1h");

    for (int i = 0; i < 4; i++) {
      bench.call(api, account, Map.of("origin", origin));
    }
    refused(api, Map.of("origin", origin));

    bench.call(api, account, Map.of("origin", "webhook"));
    refused(api, Map.of("origin", "webhook"));
    assertThat(bench.verifiers()).hasSize(5);
  }

  @Test
  void a_wait_holds_on_all_nodes() {
    start();
    try (ApiBench node = new ApiBench(database)) {
      String[] limited = {"auth", "bearer", "limits", "100/1m", "baseUrl", bench.api.uri() + ""};
      ApiProcessor here = bench.open(limited);
      ApiProcessor there = node.open(limited);
      bench.api.next(1, ApiBench.PATH, FixtureAnswer.tooManyRequests(90));
      Instant until = bench.clock.instant().plusSeconds(90);

      assertThat(refused(here, Map.of())).isEqualTo(until);
      assertThat(refused(there, Map.of())).isAfterOrEqualTo(until);
      bench.clock.forward(Duration.ofSeconds(90));
      node.clock.forward(Duration.ofSeconds(90));
      bench.call(there, account);
      bench.call(here, account);

      assertThat(bench.verifiers()).hasSize(3);
    }
  }

  @Test
  void a_delivery_that_has_called_before_waits_a_moment_rather_than_begin_again() {
    start();
    ApiProcessor api = bench.open("auth", "bearer", "limits", "1/300ms");
    Exchange exchange = bench.exchange(account);
    api.process(exchange);
    assertThat(refused(api, Map.of())).isAfter(bench.clock.instant());

    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(200));
    CompletableFuture<Void> second = CompletableFuture.runAsync(() -> api.process(exchange));
    bench.clock.forward(Duration.ofSeconds(1));
    second.join();

    assertThat(bench.verifiers()).hasSize(2);
  }

  @Test
  void limits_by_account_and_by_address_hold_together() {
    start();
    ApiProcessor api = bench.open("auth", "bearer", "limits", "2/1h", "addressLimits", "3/1h");
    Account other = ApiBench.account(Map.of("token", "t"));
    bench.call(api, account);
    bench.call(api, account);
    refused(api, Map.of());

    bench.call(api, other);
    assertThatExceptionOfType(RetryableException.class)
        .as("the address has no more, though the account has")
        .isThrownBy(() -> bench.call(api, other));

    assertThat(bench.verifiers()).hasSize(3);
    bench.clock.forward(Duration.ofHours(1).plusSeconds(1));
    bench.call(api, other);
    bench.call(api, other);
    assertThat(bench.verifiers()).as("what was not made does not count").hasSize(5);
  }

  @Test
  void pauses_that_the_provider_names_and_that_do_not_help_grow() {
    start();
    ApiProcessor api = bench.open("auth", "bearer", "limits", "100/1m");
    bench.api.next(4, ApiBench.PATH, FixtureAnswer.tooManyRequests(0));

    for (int seconds : new int[] {1, 2, 4, 8}) {
      Instant again = refused(api, Map.of());
      assertThat(Duration.between(bench.clock.instant(), again)).hasSeconds(seconds);
      bench.clock.forward(Duration.ofSeconds(seconds));
    }
    bench.call(api, account);
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.tooManyRequests(0));

    assertThat(Duration.between(bench.clock.instant(), refused(api, Map.of()))).hasSeconds(1);
  }

  private Instant refused(ApiProcessor api, Map<String, Object> variables) {
    Instant[] at = new Instant[1];
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, account, variables))
        .satisfies(e -> at[0] = e.at());
    return at[0];
  }

  private void start() {
    database = Store.open(Store.H2.freshUrl());
    bench = new ApiBench(database);
  }
}
