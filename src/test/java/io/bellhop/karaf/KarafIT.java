package io.bellhop.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crash.Load;
import io.bellhop.routes.RouteFolders;
import io.bellhop.support.Block;
import io.bellhop.support.FreePort;
import io.bellhop.support.Store;
import io.bellhop.tool.check.FixtureRun;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Loopback;
import io.bellhop.tool.fixture.Senders;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a real Karaf, by the commands and files of its user. One Karaf goes through all of it, since a
 * start takes longer than what is tested.
 */
@EnabledIfSystemProperty(named = "karaf.home", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KarafIT {
  private static final String API_KEY = "karaf-key";
  private static final String OPTIONS = "io.bellhop.cfg";
  private static final Path PAGE = Path.of("docs", "embedding.md");
  private static final String DATA_SOURCE = "org.ops4j.datasource-bellhop.cfg";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private final int port = FreePort.any();
  private final URI url = URI.create("http://" + Loopback.HOST + ":" + port);
  private final HubClient client = new HubClient(url, API_KEY);
  private final Load load = new Load();
  private KarafProcess karaf;

  @BeforeAll
  void install() throws Exception {
    karaf = new KarafProcess(folder.toRealPath());
    karaf.write(DATA_SOURCE, h2());
    karaf.write(OPTIONS, options(Map.of()));
    karaf.start();
    karaf.client(commands());
    awaitAnswer();
  }

  @AfterAll
  void end() throws Exception {
    karaf.close();
  }

  @Test
  @Order(1)
  void fixtures_make_the_same_events_as_in_a_process_of_its_own() throws Exception {
    List<FixtureFolder> fixtures =
        Stream.of("guesty", "ownerrez")
            .map(provider -> new FixtureFolder(provider, Path.of("fixtures", provider)))
            .toList();
    assertThat(FixtureRun.compare(client, RouteFolders.of("", ""), fixtures)).isEmpty();
    assertThat(client.events()).hasSizeGreaterThan(30);
    assertThat(client.inbox())
        .as("those that came after something newer are played beside")
        .filteredOn(row -> !row.path("status").asText().equals("stale"))
        .hasSize(fixtures.stream().mapToInt(folder -> folder.events().size()).sum());
  }

  /** Its templates are classes that the bundle must find, and its files are in the bundle. */
  @Test
  @Order(2)
  void the_console_asks_for_a_sign_in() throws Exception {
    HttpResponse<String> page = get(url.resolve("/console/sign-in"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<h1>Sign in</h1>");
    String style = page.body().replaceAll("(?s).*stylesheet\" href=\"([^\"]+)\".*", "$1");
    assertThat(get(url.resolve(style)).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(URI page) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Order(3)
  void options_are_taken_up_as_they_are_saved() throws Exception {
    int other = FreePort.any();
    karaf.write(
        OPTIONS,
        options(
            Map.of(
                "bellhop.http.port",
                "" + other,
                "bellhop.console",
                "false",
                "bellhop.providers",
                Load.PROVIDER)));
    await().until(() -> KarafProcess.isOpen(other) && !KarafProcess.isOpen(port));
    URI console = URI.create("http://" + Loopback.HOST + ":" + other + "/console/sign-in");
    await().until(() -> get(console).statusCode() == 404);
  }

  @Test
  @Order(4)
  void what_is_wrong_with_options_is_one_line_in_the_log_and_leaves_nothing_behind()
      throws Exception {
    assertThat(karaf.errors()).isEmpty();
    karaf.write(OPTIONS, options(Map.of("bellhop.http.prot", "1")));
    await().until(() -> karaf.errors().size() == 1 && ours().isEmpty());
    assertThat(karaf.errors().get(0)).contains("bellhop.http.prot", "bellhop.http.port?");
    karaf.write(OPTIONS, options(Map.of("bellhop.sync.interval", "often")));
    await().until(() -> karaf.errors().size() == 2 && ours().isEmpty());
    assertThat(karaf.errors().get(1)).contains("bellhop.sync.interval", "often");
    assertThat(karaf.log()).doesNotContain("\tat ");
    assertThat(KarafProcess.isOpen(port)).isFalse();
  }

  @Test
  @Order(5)
  void a_provider_in_etc_is_there_after_the_next_change() throws Exception {
    Path acme = Files.createDirectories(karaf.etc().resolve("bellhop/routes/acme"));
    Files.writeString(
        acme.resolve("acme.camel.yaml"),
        """
        - templatedRoute:
            routeTemplateRef: bellhop-ingest
            parameters:
              - {name: provider, value: acme}
              - {name: proof, value: token}
              - {name: event, value: "$.type"}
              - {name: idempotencyKey, value: "$.id"}
              - {name: orderKey, value: "$.id"}
        - route:
            id: acme-events
            from: {uri: "direct:bellhop-acme", steps: [{to: "direct:bellhop-ignore"}]}
        """);
    // From here on without those that no test uses: all of them made the first start.
    karaf.write(OPTIONS, options(Map.of("bellhop.providers", "acme," + Load.PROVIDER)));
    awaitAnswer();
    HubClient.Account account =
        client.makeAccount(FixtureJson.object().put("provider", "acme").put("name", "of a file"));
    assertThat(
            new Senders()
                .post(account.listener(), "{\"type\":\"new\",\"id\":1}".getBytes(), Map.of())
                .statusCode())
        .isEqualTo(200);
  }

  /** Its service is what {@code camel:context-list} of camel-karaf shows. */
  @Test
  @Order(6)
  void its_camel_context_is_a_service_and_uninstalled_it_leaves_no_port_and_no_thread()
      throws Exception {
    assertThat(ours()).isNotEmpty();
    // In one call, as each takes a JVM of its own.
    assertThat(
            karaf.client("service:list org.apache.camel.CamelContext", "feature:uninstall bellhop"))
        .contains("camel.context.name = bellhop");
    assertThat(KarafProcess.isOpen(port)).isFalse();
    await().until(() -> ours().isEmpty());
  }

  @Test
  @Order(7)
  void installed_again_it_continues_with_its_data_and_kill_9_loses_nothing_acknowledged()
      throws Exception {
    karaf.client("feature:install bellhop");
    awaitAnswer();
    int before = client.events().size();
    assertThat(before).isGreaterThan(30);

    HubClient.Account account = Load.makeAccount(client);
    load.during(60, account::listener, karaf::kill);
    karaf.start();
    awaitAnswer();

    assertThat(client.awaitSettled(Duration.ofSeconds(60))).as("nothing is pending").isTrue();
    Map<Load.Version, Integer> published = new HashMap<>();
    for (JsonNode event : client.events()) {
      if (event.at("/data/integrationAccountId").asText().equals(account.id())) {
        published.merge(Load.Version.of(event), 1, Integer::sum);
      } else {
        before--;
      }
    }
    assertThat(before).as("events that were there before").isZero();
    assertThat(published.values()).as("no event is there twice").containsOnly(1);
    assertThat(published.keySet()).as("none is lost").containsAll(load.acknowledged());
  }

  @Test
  @Order(8)
  void another_data_source_is_taken_up_and_postgresql_will_do() throws Exception {
    karaf.write(DATA_SOURCE, postgresql());
    await().ignoreExceptions().until(() -> client.events().isEmpty() && KarafProcess.isOpen(port));
    HubClient.Account account = Load.makeAccount(client);
    load.during(20, account::listener, () -> {});
    assertThat(client.awaitSettled(Duration.ofSeconds(60))).isTrue();
    assertThat(client.events()).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  @Order(9)
  void karaf_stops_in_order() throws Exception {
    assertThat(karaf.stop()).as("Karaf ends").isTrue();
    assertThat(karaf.errors()).as("none since those of the options").hasSize(2);
  }

  /** Threads that only Bellhop has here. */
  private List<String> ours() throws Exception {
    return karaf.threads().stream()
        .filter(name -> name.matches("bellhop.*|vert\\.?x.*|Camel.*"))
        .toList();
  }

  private void awaitAnswer() {
    await().ignoreExceptions().until(() -> client.inboxSize("pending") >= 0);
  }

  private static ConditionFactory await() {
    return Awaitility.await().pollInterval(Duration.ofMillis(100));
  }

  private String options(Map<String, String> changed) throws IOException {
    Properties shown = new Properties();
    shown.load(new StringReader(page("etc/" + OPTIONS)));
    Map<String, String> options = new TreeMap<>();
    shown.stringPropertyNames().forEach(name -> options.put(name, shown.getProperty(name)));
    options.put("bellhop.http.port", "" + port);
    options.put("bellhop.api-key", API_KEY);
    options.put("bellhop.inbox.retry-first", "100ms");
    options.put("bellhop.provider.allow-private", "true");
    // The fixtures have records that their API does not: in two minutes it would have none either.
    options.put("bellhop.provider.read-again", "300ms");
    options.put("bellhop.provider.probe-first", "100ms");
    // Short windows make a short test, and nothing else.
    options.put("bellhop.guesty.merge-window", "300ms");
    options.put("bellhop.ownerrez.merge-window", "300ms");
    options.putAll(changed);
    return lines(options);
  }

  private static String h2() throws IOException {
    return page("etc/" + DATA_SOURCE);
  }

  /** A file as docs/embedding.md shows it. */
  private static String page(String file) throws IOException {
    return Block.of(PAGE, "Karaf").stream()
        .filter(block -> file.equals(block.file()))
        .findFirst()
        .orElseThrow()
        .text();
  }

  /** The commands of docs/embedding.md, with the Camel that is to be had here. */
  private static String[] commands() throws IOException {
    String text =
        Block.of(PAGE, "Karaf").stream()
            .filter(block -> block.language().equals("text"))
            .findFirst()
            .orElseThrow()
            .text();
    return text.lines()
        .filter(line -> !line.startsWith("camel:")) // those are camel-karaf's
        .map(
            line ->
                line.contains("camel.karaf")
                    ? "feature:repo-add file:" + System.getProperty("karaf.camel")
                    : line.replace("bellhop-h2", "bellhop-h2 bellhop-postgresql"))
        .toArray(String[]::new);
  }

  private static String postgresql() {
    return lines(
        Map.of(
            "osgi.jdbc.driver.class", "org.postgresql.Driver",
            "url", Store.POSTGRESQL.durableUrl(),
            "user", "postgres",
            "dataSourceName", "bellhop",
            "pool", "hikari",
            "hikari.maximumPoolSize", "12"));
  }

  private static String lines(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
