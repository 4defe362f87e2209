package io.bellhop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.FastClock;
import io.bellhop.support.LimitedApi;
import io.bellhop.support.LimitedApi.Bound;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A burst of webhooks, each of which needs the provider's API, which counts by the hub's own clock.
 * The clock stands while they are sent, runs fast while the hub works, and is put forward when all
 * that is left waits.
 */
@Tag("slow")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BurstTest {
  private static final int SPEED = 10;
  private static final int WORKERS = 8;

  /** With this and the next one an API says to wait within its first 103 calls. */
  private static final int SEED = 1;

  /** Longer than the limits last: what keeps a lease alive goes by the real time. */
  private static final String LEASE = "1000h";

  /** What stands for the number of a webhook in all ids that are made of it. */
  private static final Pattern NUMBER = Pattern.compile("9[0-9]{6}");

  private static final int FIRST = 9_000_000;

  /**
   * @param event the fixture that is sent
   * @param ids texts in it that become another one in each webhook, the record's own first
   * @param prefix of paths that the provider counts
   * @param bounds what the provider documents
   * @param webhooks so many that their calls are a little more than the widest bound that they
   *     reach, with a pause of the provider among them
   */
  record Burst(
      Store store,
      String provider,
      String event,
      List<String> ids,
      String prefix,
      List<Bound> bounds,
      int accounts,
      boolean perAddress,
      int webhooks) {
    @Override
    public String toString() {
      return provider + " on " + store;
    }

    byte[] webhook(int i) {
      return fill(fixtures().read(event + ".json"), "" + (FIRST + i));
    }

    /** Every record looks like the fixture's, but for its ids. */
    Fixtures records() {
      Fixtures fixtures = fixtures();
      return name -> {
        Matcher number = NUMBER.matcher(name);
        if (!number.find()) {
          return fixtures.find(name);
        }
        String usual = name;
        for (String id : ids) {
          usual = usual.replace(bare(made(id, number.group())), bare(id));
        }
        return fixtures.find(usual).map(record -> fill(record, number.group()));
      };
    }

    private Fixtures fixtures() {
      return Fixtures.inFolder(Path.of("fixtures", provider));
    }

    private byte[] fill(byte[] text, String number) {
      String filled = new String(text, UTF_8);
      for (String id : ids) {
        filled = filled.replace(id, made(id, number));
      }
      return filled.getBytes(UTF_8);
    }

    String made(String id, String number) {
      String bare = bare(id);
      String kept = bare.substring(0, Math.max(0, bare.length() - number.length()));
      return id.replace(bare, kept + number);
    }

    private static String bare(String id) {
      return id.replace("\"", "");
    }
  }

  static Stream<Burst> bursts() {
    return Stream.of(
        new Burst(
            Store.POSTGRESQL,
            "ownerrez",
            "booking-entity_create",
            List.of("273501", "31001"),
            "/v2",
            List.of(new Bound(300, Duration.ofMinutes(5))),
            2,
            true,
            200),
        new Burst(
            Store.H2,
            "guesty",
            "reservation.updated.v2",
            List.of("68f1a4c2d3e5b70012a00006"),
            "/v1",
            List.of(
                new Bound(15, Duration.ofSeconds(1)),
                new Bound(120, Duration.ofMinutes(1)),
                new Bound(5000, Duration.ofHours(1))),
            1,
            false,
            60),
        new Burst(
            Store.H2,
            "channex",
            "booking_new",
            List.of("b00c1d2e-3f40-4a51-8b62-000000000002", "c3e91a70-52d4-4f8b-a1c6-000000000002"),
            "/api",
            List.of(),
            1,
            false,
            100),
        new Burst(
            Store.H2,
            "booking-experts",
            "reservation-created-thin",
            List.of("\"4\""),
            "/v3",
            List.of(new Bound(500, Duration.ofMinutes(15)), new Bound(100, Duration.ofMinutes(1))),
            1,
            false,
            510),
        new Burst(
            Store.H2,
            "calry",
            "reservation.created-failure",
            List.of("40100203"),
            "/api",
            List.of(new Bound(100, Duration.ofMinutes(1))),
            2,
            false,
            230));
  }

  private final FastClock clock = new FastClock();
  private final List<LimitedApi> apis = new ArrayList<>();
  private final Random random = new Random(7);
  private TestHub hub;
  private int overshoot;

  @AfterEach
  void stop() throws Exception {
    hub.close();
    apis.forEach(LimitedApi::close);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bursts")
  void a_burst_keeps_the_providers_limit_and_loses_nothing(Burst burst) throws Exception {
    hub =
        TestHub.startAt(
            burst.store().freshUrl(),
            Map.of(
                "bellhop.providers",
                burst.provider(),
                "bellhop.inbox.lease",
                LEASE,
                "bellhop.inbox.poll-interval",
                "20ms",
                "bellhop.inbox.workers",
                "" + WORKERS,
                "bellhop.provider.response-timeout",
                "10s"),
            clock);
    // Far enough for many to be due, and not so far that a window's worth of them is only in the
    // way.
    overshoot = burst.bounds().stream().mapToInt(b -> (int) b.period().toMillis()).min().orElse(1);
    overshoot = Math.min(overshoot, 8_000);
    List<HubClient.Account> accounts = new ArrayList<>();
    for (int i = 0; i < burst.accounts(); i++) {
      if (apis.isEmpty() || !burst.perAddress()) {
        apis.add(
            new LimitedApi(
                burst.records(), burst.prefix(), burst.bounds(), WORKERS - 1, clock, SEED + i));
      }
      accounts.add(hub.account(burst.provider(), apis.get(apis.size() - 1).uri()));
    }

    assertThat(send(burst, accounts)).containsOnly(200);
    if (!burst.bounds().isEmpty()) {
      int most = burst.bounds().get(0).calls() * apis.size();
      assertThat(hub.client().inboxSize("pending"))
          .as("were taken though the provider gives no more for now")
          .isGreaterThanOrEqualTo(Math.max(1, burst.webhooks() - most));
    }
    clock.run(burst.bounds().isEmpty() ? 1 : SPEED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(100))
        .pollInterval(Duration.ofMillis(10))
        .until(this::isDone);

    assertThat(apis).flatExtracting(LimitedApi::violations).isEmpty();
    for (Bound bound : burst.bounds().stream().limit(1).toList()) {
      assertThat(apis).extracting(LimitedApi::served).allMatch(n -> n > bound.calls(), "was full");
    }
    assertThat(apis).extracting(LimitedApi::pauses).doesNotContain(0);
    assertThat(hub.client().inboxSize("done")).isEqualTo(burst.webhooks());
    List<JsonNode> events = hub.client().events();
    assertThat(events).extracting(e -> e.at("/data/result").asText()).containsOnly("SUCCESS");
    assertThat(ids(events)).isEqualTo(expected(burst));
    assertThat(apis)
        .allMatch(api -> api.api().calls(FixtureApi.TOKEN_PATH).size() <= 1, "one token");
  }

  private List<Integer> send(Burst burst, List<HubClient.Account> accounts) {
    ExecutorService senders = Executors.newFixedThreadPool(16);
    try {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, burst.webhooks())
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              hub.post(accounts.get(i % accounts.size()), burst.webhook(i))
                                  .statusCode(),
                          senders))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    } finally {
      senders.shutdown();
    }
  }

  /** Puts the clock forward where no hub works: not to the moment exactly, so that many are due. */
  private boolean isDone() throws SQLException {
    DataSource source =
        hub.server()
            .context()
            .getRegistry()
            .lookupByNameAndType("bellhopDatabase", DataSource.class);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet keys =
            statement.executeQuery("select count(*), count(lease), min(due_at) from inbox_key")) {
      keys.next();
      if (keys.getInt(1) == 0) {
        return true;
      }
      Instant due = keys.getObject(3, java.time.OffsetDateTime.class).toInstant();
      Duration wait = Duration.between(clock.instant(), due);
      if (keys.getInt(2) == 0 && !wait.isNegative()) {
        clock.forward(wait.plusMillis(random.nextInt(overshoot)));
      }
      return false;
    }
  }

  private static TreeSet<String> ids(List<JsonNode> events) {
    TreeSet<String> ids = new TreeSet<>();
    events.forEach(event -> ids.add(event.at("/data/record/id").asText()));
    return ids;
  }

  private static TreeSet<String> expected(Burst burst) {
    String id = burst.ids().get(0);
    TreeSet<String> ids = new TreeSet<>();
    for (int i = 0; i < burst.webhooks(); i++) {
      ids.add(burst.made(id, "" + (FIRST + i)).replace("\"", ""));
    }
    return ids;
  }
}
