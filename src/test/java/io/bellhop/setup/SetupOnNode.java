package io.bellhop.setup;

import io.bellhop.account.Account;
import io.bellhop.ingest.Listeners;
import io.bellhop.net.AddressGuard;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.runtime.LoadedProviders;
import io.bellhop.subscription.EventNames;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.support.MutableClock;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Applies setup files to a node, as a hub with all providers would. */
abstract class SetupOnNode {
  static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
  static final String WHSEC = SubscriptionBuilder.secret(7);
  static final Map<String, String> ENVIRONMENT =
      Map.of("PMS_TOKEN", "s3cret$1", "PMS_PASSWORD", "007", "EMPTY", "");

  static final String FILE =
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

  @TempDir Path folder;
  final MutableClock clock = new MutableClock();

  @BeforeAll
  static void start() {
    providers = TestHub.start(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    providers.close();
  }

  void apply(TestNode node, String text) throws Exception {
    setup(node).apply(Files.writeString(folder.resolve("setup.yaml"), text));
  }

  void run(TestNode node, Path file) {
    try {
      setup(node).apply(file);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Setup setup(TestNode node) {
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
        node.database(), node.accounts(), node.subscriptions(), forms, SetupOnNode::value, clock);
  }

  /** As a hub without property functions does. */
  private static String value(String placeholder) {
    return ENVIRONMENT.get(placeholder.replaceFirst("^env:", ""));
  }

  static Account account(TestNode node, String name) {
    return node.accounts().all().stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Subscription named(List<Subscription> webhooks, String name) {
    return webhooks.stream().filter(w -> name.equals(w.name())).findFirst().orElseThrow();
  }

  static Subscription toSink(TestNode node) throws SQLException {
    return node.subscriptions().all().stream()
        .filter(w -> w.sink() != null)
        .findFirst()
        .orElseThrow();
  }

  static UUID id(List<Subscription> webhooks, String name) {
    return named(webhooks, name).id();
  }
}
