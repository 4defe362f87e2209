package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.JournalLocation;
import io.bellhop.inbox.NewMessage;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox as one list, of which the database has a part and only the journal another. */
class InboxRowsTest {
  private final MutableClock clock = new MutableClock();
  private final UUID account = UUID.randomUUID();
  private final Deliveries make = new Deliveries(account, clock);
  private final DefaultCamelContext context = new DefaultCamelContext();
  private HikariDataSource pool;
  private Inbox inbox;
  private InboxRows rows;

  /** Runs once the tail was read and before the tables are. */
  private Between between = () -> {};

  private interface Between {
    void run() throws Exception;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(Store.H2.freshUrl());
    config.setUsername(Store.user(config.getJdbcUrl()));
    pool = new HikariDataSource(config);
    Database database = Database.of(pool);
    inbox =
        new Inbox(database, clock, 100, 64, Duration.ofSeconds(20), JournalLocation.folder(folder))
            .start();
    context
        .getRegistry()
        .bind(
            "bellhopDatabase",
            DataSource.class,
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  between.run();
                  return method.invoke(database.source(), arguments);
                }));
    context.start();
    rows =
        new InboxRows(
            new Queries(context.createProducerTemplate(), ContentCipher.CLEAR),
            inbox,
            id -> Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    inbox.close();
    pool.close();
  }

  @Test
  void a_key_of_a_workspace_does_not_see_what_waits_for_others() throws Exception {
    inbox.append(make.on("k")).join();

    QueryFilter ofWorkspace =
        Visibility.Scope.OF_ACCOUNT.narrow(
            new QueryFilter("1 = 1"), new Caller(null, "a key", "another", Role.READ));

    assertThat(ids(ofWorkspace, new ListPage(1, 10))).isEmpty();
    assertThat(rows.count(ofWorkspace)).isZero();
    assertThat(ids(new QueryFilter("1 = 1"), new ListPage(1, 10))).hasSize(1);
  }

  @Test
  void every_page_has_its_part_of_both_in_the_order_of_arrival() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      InboxMessage message = make.on("k" + i);
      all.add(message.id().toString());
      // The latest are not always those that the database lacks.
      if (i % 3 == 1 || i < 7) {
        store(message);
      } else {
        inbox.append(message).join();
      }
    }
    Collections.reverse(all);

    for (int limit : List.of(1, 4, 7, 100)) {
      List<String> seen = new ArrayList<>();
      for (int page = 1; page <= 30 / limit + 1; page++) {
        seen.addAll(ids(new QueryFilter("1 = 1"), new ListPage(page, limit)));
      }
      assertThat(seen).as("pages of " + limit).isEqualTo(all);
    }
    assertThat(rows.count(new QueryFilter("1 = 1"))).isEqualTo(30);
  }

  @Test
  void a_filter_holds_for_both() throws Exception {
    InboxMessage stored = make.on("a");
    store(stored);
    InboxMessage fresh = make.on("b");
    InboxMessage letter = make.on("c");
    inbox.append(List.of(NewMessage.of(fresh), new NewMessage(letter, "it is no JSON"))).join();

    assertThat(ids(filter("status", "pending"))).containsExactly(id(fresh), id(stored));
    assertThat(ids(filter("status", "dead"))).containsExactly(id(letter));
    assertThat(ids(filter("status", "done"))).isEmpty();
    assertThat(rows.count(filter("status", "pending"))).isEqualTo(2);
    assertThat(ids(filter("provider", fresh.provider()))).hasSize(3);
    assertThat(ids(filter("provider", "another"))).isEmpty();
    assertThat(ids(ofAccount(account))).hasSize(3);
    assertThat(ids(ofAccount(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void what_is_stored_between_the_two_reads_is_listed_once() throws Exception {
    InboxMessage first = make.on("a");
    InboxMessage second = make.on("b");
    inbox.append(first).join();
    inbox.append(second).join();
    between = inbox::close;

    assertThat(ids(new QueryFilter("1 = 1"))).containsExactly(id(second), id(first));
    assertThat(rows.one(first.id()).orElseThrow().text("status")).isEqualTo("pending");
  }

  @Test
  void one_message_is_shown_with_its_content_wherever_it_is() throws Exception {
    InboxMessage message = make.on("a");
    inbox.append(message).join();

    ResultRow fresh = rows.one(message.id()).orElseThrow();
    inbox.close(); // stores it
    ResultRow stored = rows.one(message.id()).orElseThrow();

    for (String column :
        List.of(
            "id",
            "account_id",
            "provider",
            "native_event",
            "status",
            "order_key",
            "idempotency_key",
            "attempts",
            "headers")) {
      assertThat(fresh.text(column)).as(column).isEqualTo(stored.text(column));
    }
    assertThat(fresh.time("received_at")).isEqualTo(stored.time("received_at"));
    assertThat(fresh.time("due_at")).isEqualTo(stored.time("due_at"));
    assertThat(fresh.bytes("body")).isEqualTo(stored.bytes("body"));
    assertThat(rows.one(UUID.randomUUID())).isEmpty();
  }

  private void store(InboxMessage message) throws SQLException {
    inbox
        .database()
        .durably(
            connection -> {
              inbox.store(connection, List.of(message));
              return null;
            });
  }

  private List<String> ids(QueryFilter filter) throws Exception {
    return ids(filter, new ListPage(1, 10));
  }

  private List<String> ids(QueryFilter filter, ListPage page) throws Exception {
    return rows.list(filter, page).stream().map(row -> row.text("id")).toList();
  }

  private static QueryFilter filter(String name, String value) {
    return new QueryFilter("1 = 1").and(name + " = :?" + name, name, value);
  }

  private static QueryFilter ofAccount(UUID id) {
    return new QueryFilter("1 = 1")
        .and(
            "account_id = cast(:?integration_account_id as uuid)",
            "integration_account_id",
            id.toString());
  }

  private static String id(InboxMessage message) {
    return message.id().toString();
  }
}
