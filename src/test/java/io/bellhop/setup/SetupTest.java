package io.bellhop.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import io.bellhop.store.Sql;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a setup file does to accounts and subscriptions. */
class SetupTest extends SetupOnNode {
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

  @Test
  void a_second_start_writes_nothing() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
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

  @Test
  void what_a_file_changes_is_noted_and_nothing_when_nothing_changes() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, FILE);
      Account lake = account(node, "Lake House");
      assertThat(audit(node))
          .hasSize(4)
          .contains(
              "setup POST integration_accounts "
                  + lake.id()
                  + " default done: provider, name, external_id, api, webhook, listener_token");

      apply(node, FILE);
      assertThat(audit(node)).hasSize(4);

      apply(node, FILE.replace("external_id: 56789", "external_id: 56790"));
      assertThat(audit(node))
          .hasSize(5)
          .last()
          .asString()
          .startsWith("setup PUT integration_accounts/{id} " + lake.id() + " default done: ");
    }
  }

  private static List<String> audit(TestNode node) throws SQLException {
    return node.database()
        .transact(
            connection ->
                Sql.list(
                    connection,
                    "select * from audit order by id",
                    row ->
                        String.join(
                                " ",
                                row.text("key_name"),
                                row.text("action"),
                                row.text("object_id"),
                                row.text("workspace_id"),
                                row.text("outcome"))
                            + ": "
                            + row.text("fields")));
  }

  /** A new revision would have all other nodes read the table again. */
  @Test
  void no_way_to_write_the_same_makes_a_revision() throws Exception {
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
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
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

  @Tag("slow")
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
}
