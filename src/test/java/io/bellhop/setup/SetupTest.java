package io.bellhop.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.account.Account;
import io.bellhop.config.ConfigException;
import io.bellhop.ingest.Listeners;
import io.bellhop.net.AddressGuard;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.runtime.LoadedProviders;
import io.bellhop.subscription.EventNames;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SetupTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
  private static final String WHSEC = SubscriptionBuilder.secret(7);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PMS_TOKEN", "s3cret$1", "PMS_PASSWORD", "007", "EMPTY", "");

  private static final String FILE =
      """
      integration_accounts:
        - provider: ownerrez
          name: Lake House
          external_id: 56789
          api:
            token: "Bearer {{env:PMS_TOKEN}}"
          webhook: {username: hub, password: "{{env:PMS_PASSWORD}}"}
          listener_token: 0123456789abcdef0123456789abcdef01234567
        - integration_account:
            provider: guesty
            name: Flats
      webhooks:
        - name: books
          callback_url: http://127.0.0.1:9/books
          event_mask: reservation.*
          is_global: true
          is_active: true
          headers: {x-key: "{{env:PMS_TOKEN}}"}
        - webhook:
            sink: events
            event_mask: "*"
            property_id: "0470003"
            max_in_flight: 4
      """;

  private static TestHub providers;

  @TempDir private Path folder;
  private final MutableClock clock = new MutableClock();

  @BeforeAll
  static void start() {
    providers = TestHub.start(Store.H2, Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    providers.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_missing_is_made(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);

      Account lake = account(node, "Lake House");
      assertThat(lake.provider()).isEqualTo("ownerrez");
      assertThat(lake.externalId()).isEqualTo("56789");
      assertThat(lake.workspaceId()).isEqualTo("default");
      assertThat(lake.api()).isEqualTo(Map.of("token", "Bearer s3cret$1"));
      assertThat(lake.webhook()).isEqualTo(Map.of("username", "hub", "password", "007"));
      assertThat(node.accounts().findByToken(TOKEN)).contains(lake);
      assertThat(account(node, "Flats").listenerToken()).hasSize(40);
      assertThat(node.subscriptions().all()).hasSize(2);
      Subscription books = named(node.subscriptions().all(), "books");
      assertThat(books.headers()).isEqualTo(Map.of("x-key", "s3cret$1"));
      assertThat(books.secret()).startsWith("whsec_");
      Subscription toSink = toSink(node);
      assertThat(toSink.sink()).isEqualTo("events");
      assertThat(toSink.propertyId()).isEqualTo("0470003");
      assertThat(toSink.maxInFlight()).isEqualTo(4);
      assertThat(toSink.active()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_second_start_writes_nothing(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);
      List<Account> accounts = List.copyOf(node.accounts().all());
      List<Subscription> webhooks = node.subscriptions().all();
      clock.forward(Duration.ofHours(1));

      apply(node, FILE);

      // Times too: whatever is written gets a new one.
      assertThat(node.accounts().all()).containsExactlyInAnyOrderElementsOf(accounts);
      assertThat(node.subscriptions().all()).isEqualTo(webhooks);
    }
  }

  /** A new revision would have all other nodes read the table again. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void no_way_to_write_the_same_makes_a_revision(Store store) throws Exception {
    String wordy =
        FILE.replace("event_mask: reservation.*", "event_mask: ' reservation.* ;guest.*; '")
            .replace(
                "is_active: true",
                """
                is_active: true
                    send_data: true
                    protected: true
                    secret: "%s"
                    request_params: {a: "1"}
                    on_refusal: block
                    max_in_flight: 3
                    rate_per_second: 20
                    workspace_id: mine"""
                    .formatted(WHSEC));
    try (TestNode node = TestNode.start(store.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);
      apply(node, wordy);
      List<Long> before = revisions(node);
      clock.forward(Duration.ofHours(30));

      apply(node, wordy);

      assertThat(before).hasSize(4);
      assertThat(revisions(node)).isEqualTo(before);
    }
  }

  private static List<Long> revisions(TestNode node) throws SQLException {
    return node.database()
        .transact(
            connection -> {
              List<Long> all = new ArrayList<>();
              try (ResultSet rows =
                  connection
                      .createStatement()
                      .executeQuery(
                          "select revision from subscription union all"
                              + " select revision from integration_account order by 1")) {
                while (rows.next()) {
                  all.add(rows.getLong(1));
                }
              }
              return all;
            });
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_differs_is_changed_and_nothing_else(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);
      Account own = node.account();
      Account lake = account(node, "Lake House");
      Account flats = account(node, "Flats");
      Subscription other = SubscriptionBuilder.to("http://127.0.0.1:9/other").build();
      node.subscriptions().create(other);
      List<Subscription> webhooks = node.subscriptions().all();
      clock.forward(Duration.ofHours(1));

      apply(
          node,
          FILE.replace("Bearer ", "Basic ")
              .replace("max_in_flight: 4", "max_in_flight: 5")
              .replace("is_active: true", "is_active: true\n    secret: " + WHSEC));

      assertThat(node.accounts().all()).hasSize(3).contains(own, flats);
      Account changed = account(node, "Lake House");
      assertThat(changed.id()).isEqualTo(lake.id());
      assertThat(changed.api()).isEqualTo(Map.of("token", "Basic s3cret$1"));
      assertThat(changed.webhook()).isEqualTo(lake.webhook());
      assertThat(changed.listenerToken()).isEqualTo(TOKEN);
      assertThat(changed.updatedAt()).isAfter(lake.updatedAt());
      assertThat(node.subscriptions().find(other.id())).contains(other);
      Subscription books = node.subscriptions().find(id(webhooks, "books")).orElseThrow();
      assertThat(books.secret()).isEqualTo(WHSEC);
      assertThat(books.previousSecret()).isEqualTo(named(webhooks, "books").secret());
      assertThat(books.previousUntil()).isEqualTo(clock.instant().plus(Duration.ofHours(24)));
      assertThat(node.subscriptions().all())
          .hasSize(3)
          .filteredOn(w -> w.sink() != null)
          .singleElement()
          .extracting(Subscription::maxInFlight)
          .isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_token_is_put_in_place_of_the_one_that_there_is(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, "integration_accounts: [{provider: guesty, name: Flats}]");
      Account flats = account(node, "Flats");

      apply(
          node,
          "integration_accounts: [{provider: guesty, name: Flats, listener_token: " + TOKEN + "}]");

      assertThat(node.accounts().findByToken(TOKEN).orElseThrow().id()).isEqualTo(flats.id());
      assertThat(node.accounts().findByToken(flats.listenerToken())).isEmpty();
    }
  }

  @Test
  void the_mask_keeps_what_is_there() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);
      List<Account> accounts = List.copyOf(node.accounts().all());
      List<Subscription> webhooks = node.subscriptions().all();

      apply(
          node,
          """
          integration_accounts:
            - {provider: ownerrez, name: Lake House, api: {token: "***"}, listener_token: "***",
               webhook: {password: "***"}, listener_url: "http://127.0.0.1:1/x", created_at: x}
          webhooks:
            - {name: books, headers: {x-key: "***"}, secret: "***", failing_since: null}
          """);

      assertThat(node.accounts().all()).containsExactlyInAnyOrderElementsOf(accounts);
      assertThat(node.subscriptions().all()).isEqualTo(webhooks);
    }
  }

  @Test
  void if_anything_is_wrong_nothing_is_written() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> apply(node, FILE.replace("max_in_flight: 4", "max_in_flight: 400")));

      assertThat(node.accounts().all()).isEmpty();
      assertThat(node.subscriptions().all()).isEmpty();
    }
  }

  @Test
  void two_nodes_that_start_together_make_all_of_it_once() throws Exception {
    String url = Store.POSTGRESQL.freshUrl();
    try (TestNode one = TestNode.start(url, clock, TestNode.DELIVERY);
        TestNode other = TestNode.start(url, clock, TestNode.DELIVERY)) {
      Path file = Files.writeString(folder.resolve("setup.yaml"), FILE);
      CompletableFuture<?>[] starts =
          List.of(one, other, one, other).stream()
              .map(node -> CompletableFuture.runAsync(() -> run(node, file)))
              .toArray(CompletableFuture<?>[]::new);

      CompletableFuture.allOf(starts).join();

      assertThat(one.accounts().all()).hasSize(2);
      assertThat(one.subscriptions().all()).hasSize(2);
    }
  }

  @Test
  void a_webhook_without_a_name_can_be_given_one() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);
      Subscription toSink = toSink(node);

      apply(
          node,
          FILE.replace("- webhook:\n      sink", "- webhook:\n      name: kafka\n      sink"));

      assertThat(node.subscriptions().all()).hasSize(2);
      assertThat(node.subscriptions().find(toSink.id()).orElseThrow().name()).isEqualTo("kafka");
    }
  }

  @Test
  void an_empty_file_says_nothing() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, "");
      apply(node, "# nothing yet\nintegration_accounts:\nwebhooks: []\n");

      assertThat(node.accounts().all()).isEmpty();
    }
  }

  static List<Arguments> faults() {
    String account = "integration_accounts: [{provider: guesty, name: a}, {provider: guesty, ";
    String webhook = "webhooks:\n- callback_url: http://127.0.0.1:9/\n  is_global: true\n";
    return List.of(
        Arguments.of(
            "integration_account: []",
            ":1: integration_account is unknown; did you mean integration_accounts?"),
        Arguments.of("[]", ":1: the file must have integration_accounts and webhooks, each a list"),
        Arguments.of("webhooks: {a: b}", ":1: webhooks must be a list"),
        Arguments.of(
            "webhooks:\n\n- s3cret", ":3: webhooks[0] must have names and values, as in the API"),
        Arguments.of("webhooks: []\nwebhooks: []", ":2: webhooks stands here twice; leave one out"),
        Arguments.of(
            "webhooks:\n- {a: 'b\n\n",
            ":4: this is not YAML; look at the indentation, and put texts with special characters"
                + " into quotes"),
        Arguments.of(
            "integration_accounts:\n- {provider: guesty, name: a, webhook: {secret: *s3cret}}",
            ":2: this is not YAML; look at the indentation, and put texts with special characters"
                + " into quotes"),
        Arguments.of(
            "integration_accounts:\n- provider: guesty\n  name: {{env:PMS_TOKEN}}",
            ":3: integration_accounts[0].name has a name that is none; write \"{{env:NAME}}\" in"
                + " quotes"),
        Arguments.of(
            account + "name: b,\n api: {token: 'x{{env:NOT_SET}}'}}]",
            ":2: integration_accounts[1].api.token needs the environment variable NOT_SET, which is"
                + " not set"),
        Arguments.of(
            account + "name: '{{env:EMPTY}}'}]",
            ":1: integration_accounts[1].name needs the environment variable EMPTY, which is not"
                + " set"),
        Arguments.of(
            account + "name: '{{s3cret}}'}]",
            ":1: integration_accounts[1].name has a {{...}} that is not {{env:NAME}}"),
        Arguments.of(
            account + "name: '{{env:PMS_TOKEN'}]",
            ":1: integration_accounts[1].name has a {{...}} that is not {{env:NAME}}"),
        Arguments.of(
            account + "external_id: 1}]",
            ":1: integration_accounts[1].name is missing: accounts are known by their names"),
        Arguments.of(
            account + "name: a}]",
            ":1: integration_accounts[1].name is the name of integration_accounts[0] too"),
        Arguments.of(
            account + "name: b, active: true}]",
            ":1: integration_accounts[1].active is unknown; did you mean is_active?"),
        Arguments.of(
            account + "name: b, is_active: s3cret}]",
            ":1: integration_accounts[1].is_active must be true or false"),
        Arguments.of(
            "integration_accounts:\n- {provider: s3cret, name: a}",
            ":2: integration_accounts[0].provider must be one of booking-experts, calry, channex,"
                + " guesty, ownerrez"),
        Arguments.of(
            "integration_accounts:\n- provider: ownerrez\n  name: a\n  webhook:\n    header: x\n   "
                + " value: s3cret",
            ":5: integration_accounts[0].webhook.header is unknown; known are password, username (and"
                + " 1 more)"),
        Arguments.of(
            "integration_accounts:\n- provider: guesty\n  name: a\n  api:\n    base_url: s3cret",
            ":5: integration_accounts[0].api.base_url must be http or https, a host and perhaps a"
                + " port, nothing else"),
        Arguments.of(
            account + "name: b, listener_token: s3cret}]",
            ":1: integration_accounts[1].listener_token must be 20 to 100 letters, digits, hyphens"
                + " and underscores"),
        Arguments.of(
            "integration_accounts:\n- {provider: guesty, name: a, listener_token: "
                + TOKEN
                + "}\n- {provider: guesty, name: b, listener_token: "
                + TOKEN
                + "}",
            ":3: integration_accounts[1].listener_token belongs to another account; each needs one"
                + " of its own"),
        Arguments.of(
            webhook + "  event_mask: reservations.*",
            ":4: webhooks[0].event_mask is not the name of an event; near ones are"),
        Arguments.of(webhook, ":2: webhooks[0].event_mask can't be blank"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  secret: s3cret",
            ":5: webhooks[0].secret must begin with whsec_"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  on_refusal: drop",
            ":5: webhooks[0].on_refusal must be one of skip, block"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  headers: {x: '***'}",
            ":5: webhooks[0].headers *** keeps a stored value, and there is none for it"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  mask: '*'",
            ":5: webhooks[0].mask is unknown; did you mean"),
        Arguments.of(
            "webhooks:\n- webhook:\n    sink: s3cret\n    event_mask: '*'\n    is_global: true",
            ":3: webhooks[0].webhook.sink must be one of events"),
        Arguments.of(
            webhook + "  event_mask: '*'\n" + webhook.substring(10) + "  event_mask: 'review.*'",
            ":5: webhooks[1] has the target and property of webhooks[0]; give each a name"),
        Arguments.of(
            "webhooks:\n- {name: a, sink: events, event_mask: '*', is_global: true}\n"
                + "- {name: a, sink: events, event_mask: '*', is_global: true}",
            ":3: webhooks[1] has the name of webhooks[0] too"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("faults")
  void what_is_wrong_is_said_in_one_line_with_its_place_and_no_value(String text, String fault)
      throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> apply(node, text))
          .withMessageStartingWith("bellhop.setup: " + folder.resolve("setup.yaml") + fault)
          .withMessageNotContainingAny("s3cret", "\n")
          .withNoCause();
    }
  }

  @Test
  void a_file_that_is_not_there_is_named() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> setup(node).apply(folder.resolve("nowhere.yaml")))
          .withMessage(
              "bellhop.setup: cannot read "
                  + folder.resolve("nowhere.yaml")
                  + ": NoSuchFileException");
    }
  }

  @Test
  void webhooks_that_cannot_be_told_apart_are_left_to_people() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      node.subscriptions().create(SubscriptionBuilder.to("http://127.0.0.1:9/").name("a").build());
      node.subscriptions().create(SubscriptionBuilder.to("http://127.0.0.1:9/").name("b").build());
      String item =
          "webhooks: [{callback_url: 'http://127.0.0.1:9/', event_mask: '*', is_global: true}]";

      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> apply(node, item))
          .withMessageEndingWith(
              ":1: webhooks[0] could be any of 2 webhooks that are there; give it the name of one");
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(
              () ->
                  apply(
                      node,
                      "webhooks: [{name: a, is_active: true}, {sink: events, event_mask: '*',"
                          + " is_global: true}, {name: b, callback_url: 'http://127.0.0.1:9/b'},"
                          + " {name: b}]"))
          .withMessageEndingWith("webhooks[3] has the name of webhooks[2] too");
    }
  }

  private void apply(TestNode node, String text) throws Exception {
    setup(node).apply(Files.writeString(folder.resolve("setup.yaml"), text));
  }

  private void run(TestNode node, Path file) {
    try {
      setup(node).apply(file);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Setup setup(TestNode node) {
    Registry registry = providers.server().context().getRegistry();
    AddressGuard guard = node.delivering().guard();
    ResourceMapper forms =
        new ResourceMapper(
            new LoadedProviders(
                registry.lookupByNameAndType("bellhopListeners", Listeners.class),
                registry.lookupByNameAndType("bellhopApiClients", ApiClients.class),
                guard,
                provider -> Set.of()),
            new SubscriptionRules(
                guard, Set.of("events"), Duration.ofHours(24), EventNames::ofContract),
            clock);
    return new Setup(
        node.database(), node.accounts(), node.subscriptions(), forms, ENVIRONMENT::get, clock);
  }

  private static Account account(TestNode node, String name) {
    return node.accounts().all().stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Subscription named(List<Subscription> webhooks, String name) {
    return webhooks.stream().filter(w -> name.equals(w.name())).findFirst().orElseThrow();
  }

  private static Subscription toSink(TestNode node) throws SQLException {
    return node.subscriptions().all().stream()
        .filter(w -> w.sink() != null)
        .findFirst()
        .orElseThrow();
  }

  private static UUID id(List<Subscription> webhooks, String name) {
    return named(webhooks, name).id();
  }
}
