package io.bellhop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bellhop.account.Account;
import io.bellhop.account.SecretBox;
import io.bellhop.event.EventDraft;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.monitor.AccountGauges;
import io.bellhop.monitor.DeliveryGauges;
import io.bellhop.monitor.InboxGauges;
import io.bellhop.monitor.MachineGauges;
import io.bellhop.monitor.Metrics;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard, the alerts and the table in docs/operations.md name metrics and labels that exist,
 * and the alerts fire when they should. That needs promtool, as Debian's package prometheus has it;
 * a machine without it leaves that test out, unless {@code PROMTOOL} is {@code required}, as in CI.
 */
class MonitoringFilesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path RULES = Path.of("deploy/prometheus/bellhop.rules.yml");
  private static final Path DASHBOARD = Path.of("deploy/grafana/dashboards/bellhop.json");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (bellhop_\\w+) (\\w+)$");
  private static final Pattern USE = Pattern.compile("\\b(bellhop_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern SHOWN = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?(\\w+) ?}}");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(bellhop_\\w+)` \\| ([a-z, ]*) ?\\| ");

  /** What Prometheus adds to all that it reads from a hub. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  private static String scrape;

  @BeforeAll
  static void read(@TempDir Path folder) throws Exception {
    scrape = scrape(folder);
  }

  @Test
  void every_metric_and_label_of_the_dashboard_and_the_alerts_exists() throws Exception {
    Map<String, Set<String>> exist = labels(scrape);
    List<String> used = new ArrayList<>();
    for (JsonNode panel : YAML.readTree(DASHBOARD.toFile()).path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String query = target.path("expr").asText();
        used.addAll(requireKnown(exist, query, target.path("legendFormat").asText()));
      }
    }
    for (JsonNode rule : YAML.readTree(RULES.toFile()).at("/groups/0/rules")) {
      String query = rule.path("expr").asText();
      used.addAll(requireKnown(exist, query, rule.at("/annotations/summary").asText()));
    }
    assertThat(used)
        .as("what an operator must see")
        .contains(
            "bellhop_webhooks_accepted_total",
            "bellhop_event_latency_seconds",
            "bellhop_inbox_oldest_due_seconds",
            "bellhop_webhooks_rejected_total",
            "bellhop_api_budget_used_ratio_max",
            "bellhop_accounts_degraded",
            "bellhop_subscription_failing_seconds",
            "bellhop_disk_free_bytes",
            "bellhop_tls_certificate_expiry_seconds");
  }

  @Test
  void the_manual_has_every_metric_with_its_labels_and_no_other() throws Exception {
    Map<String, Set<String>> exist = new TreeMap<>();
    Map<String, Set<String>> labels = labels(scrape);
    TYPE.matcher(scrape)
        .results()
        .filter(found -> !found.group(1).endsWith("_max"))
        .forEach(found -> exist.put(found.group(1), labels.get(series(found.group(1), labels))));
    exist.values().forEach(names -> names.remove("quantile"));

    Map<String, Set<String>> described = new TreeMap<>();
    ROW.matcher(Files.readString(Path.of("docs/operations.md")))
        .results()
        .forEach(row -> described.put(row.group(1), names(row.group(2))));
    assertThat(described).isEqualTo(exist);
  }

  @Test
  void the_manual_says_what_to_do_about_each_alert() throws Exception {
    String manual = Files.readString(Path.of("docs/operations.md"));
    for (JsonNode rule : YAML.readTree(RULES.toFile()).at("/groups/0/rules")) {
      assertThat(manual).contains("| `" + rule.path("alert").asText() + "` | ");
    }
  }

  @Test
  void alerts_fire_when_they_should_and_only_then() throws Exception {
    boolean isThere =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
    assumeTrue(
        isThere || "required".equals(System.getenv("PROMTOOL")),
        "no promtool here: apt-get install prometheus");
    promtool("check", "config", "deploy/prometheus/prometheus.yml");
    promtool("check", "rules", RULES.toString());
    promtool("test", "rules", "src/test/resources/prometheus/alerts.test.yml");
  }

  @Test
  void gauges_show_what_was_given_up_and_for_how_long_a_subscription_has_failed() throws Exception {
    assertThat(scrape)
        .contains(
            "bellhop_inbox_dead{provider=\"acme\"} 1.0",
            "bellhop_inbox_pending{provider=\"acme\"} 0.0")
        .containsPattern("bellhop_delivery_dead\\{webhook=\".*\"} 1.0")
        .containsPattern("bellhop_delivery_pending\\{webhook=\".*\"} 0.0")
        .containsPattern("bellhop_subscription_failing_seconds\\{webhook=\".*\"} 600.0")
        .containsPattern("(?m)^bellhop_disk_free_bytes [1-9]");
  }

  private static List<String> requireKnown(
      Map<String, Set<String>> exist, String query, String text) {
    List<String> used = new ArrayList<>();
    Set<String> labels = new TreeSet<>();
    GROUPED.matcher(query).results().forEach(by -> labels.addAll(names(by.group(1))));
    SHOWN.matcher(text).results().forEach(shown -> labels.add(shown.group(1)));
    labels.removeAll(OF_PROMETHEUS);
    Matcher metrics = USE.matcher(query);
    while (metrics.find()) {
      used.add(metrics.group(1));
      assertThat(exist).as(query).containsKey(metrics.group(1));
      Set<String> all = new TreeSet<>(labels);
      if (metrics.group(2) != null) {
        Stream.of(metrics.group(2).split(",")).forEach(one -> all.add(one.split("[=!]")[0].trim()));
      }
      if (!query.contains(" by (")) {
        all.removeAll(labels);
      }
      assertThat(exist.get(metrics.group(1))).as(query).containsAll(all);
    }
    return used;
  }

  /** The labels of each series. */
  private static Map<String, Set<String>> labels(String scrape) {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : scrape.split("\n")) {
      Matcher series = USE.matcher(line);
      if (!line.startsWith("#") && series.lookingAt()) {
        Set<String> names = labels.computeIfAbsent(series.group(1), name -> new TreeSet<>());
        if (series.group(2) != null) {
          Pattern.compile("(\\w+)=\"")
              .matcher(series.group(2))
              .results()
              .forEach(label -> names.add(label.group(1)));
        }
      }
    }
    return labels;
  }

  private static String series(String metric, Map<String, Set<String>> labels) {
    return labels.containsKey(metric) ? metric : metric + "_count";
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>(List.of(text.trim().split(" *, *")));
    names.remove("");
    return names;
  }

  private static void promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** As a hub on which everything has happened that is counted. */
  private static String scrape(Path folder) throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MutableClock clock = new MutableClock();
    count(new Metrics(registry, clock), clock.instant());
    try (Database database = Store.open(Store.H2.freshUrl())) {
      UUID subscription = subscribe(database, clock);
      deadLetters(database, subscription, clock.instant());
      clock.forward(Duration.ofMinutes(10));
      new DeliveryGauges(registry, database, clock).bind();
      new InboxGauges(
              registry, database, clock, () -> List.of("acme"), Map::of, any -> Optional.empty())
          .bind();
      InboxGauges.unread(registry, () -> 0);
      AccountGauges.ofInactive(() -> Optional.of(List.of())).bind(registry, List.of("acme"));
      AccountGauges.ofDegraded(() -> Optional.of(List.of())).bind(registry, List.of("acme"));
      MachineGauges.disk(registry, folder);
      MachineGauges.certificate(registry, clock::instant);
      return registry.scrape();
    }
  }

  private static void count(Metrics metrics, Instant now) {
    Account account = Account.builder().id(UUID.randomUUID()).provider("acme").build();
    InboxMessage message =
        InboxMessage.builder(UUID.randomUUID(), account.id(), "acme")
            .nativeEvent("changed")
            .receivedAt(now)
            .build();
    metrics.accepted("acme", 1);
    metrics.rejected("acme", "unavailable");
    metrics.apiCall("acme", "200");
    metrics.apiBudget("acme", 0.5);
    metrics.synced("acme", "done");
    metrics.settled(message, MessageOutcome.of(message, MessageStatus.DEAD, "no"), now);
    metrics.published(
        EventDraft.builder(account, List.of(message))
            .event("reservation", "updated")
            .record(TestNode.MAPPER.createObjectNode())
            .build(),
        "reservation.updated",
        now);
    metrics.unmapped("acme", "status");
    metrics.attempted("delivered");
    metrics.delivered(Duration.ofMillis(5));
  }

  private static UUID subscribe(Database database, Clock clock) throws Exception {
    Subscriptions subscriptions =
        new Subscriptions(
            database, new SecretBox(new byte[32]), TestNode.MAPPER, RowOwners.ofSubscriptions());
    UUID id = UUID.randomUUID();
    subscriptions.create(SubscriptionBuilder.to("https://example.com/").id(id).build());
    database.transact(
        connection -> {
          subscriptions.failing(connection, id, clock.instant());
          return null;
        });
    return id;
  }

  private static void deadLetters(Database database, UUID subscription, Instant now)
      throws Exception {
    String inbox =
        """
        insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key, kind, mergeable,
          received_at, due_at, status, attempts)
        values (?, ?, 'acme', 'changed', 'k', 'k', 'webhook', false, ?, ?, 'dead', 8)
        """;
    String delivery =
        """
        insert into delivery (id, subscription_id, event_seq, order_key, status, attempts, created_at, settled_at)
        values (?, ?, 1, 'k', 'dead', 8, ?, ?)
        """;
    Collection<String> all = List.of(inbox, delivery);
    database.transact(
        connection -> {
          for (String sql : all) {
            try (var s = connection.prepareStatement(sql)) {
              s.setObject(1, UUID.randomUUID());
              s.setObject(2, subscription);
              s.setObject(3, Database.time(now));
              s.setObject(4, Database.time(now));
              s.executeUpdate();
            }
          }
          return null;
        });
  }
}
