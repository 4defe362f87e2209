package io.bellhop.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.crypto.Sha256;
import io.bellhop.store.Database;
import io.bellhop.support.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectLinkTableTest {
  private static final Instant NOW = Instant.parse("2026-11-21T18:00:00.123Z");
  private static final String TOKEN = Sha256.hex("token");

  @ParameterizedTest
  @EnumSource(Store.class)
  void of_all_callers_with_one_state_only_one_continues(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      ConnectLinkTable table = new ConnectLinkTable(database);
      UUID id = table.insert(link(NOW.plusSeconds(60)), TOKEN);
      table.begin(id, Sha256.hex("first"));
      table.begin(id, Sha256.hex("second"));

      assertThat(table.use(id, Sha256.hex("first"), NOW)).isFalse();
      assertThat(table.use(id, Sha256.hex("second"), NOW.plusSeconds(60))).isFalse();
      List<CompletableFuture<Boolean>> callers =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> use(table, id)))
              .limit(4)
              .toList();
      assertThat(callers.stream().map(CompletableFuture::join)).containsOnlyOnce(true);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_link_is_read_as_it_was_written_and_ends_with_its_account(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      ConnectLinkTable table = new ConnectLinkTable(database);
      ConnectLink wanted = link(NOW.plus(Duration.ofDays(7)));
      UUID id = table.insert(wanted, TOKEN);
      UUID account = UUID.randomUUID();
      String text = "x".repeat(3000);

      table.write(id, account, Map.of("webhook", "failed: two\nlines \u2603"));
      ConnectLink read = table.byToken(TOKEN).orElseThrow();
      table.begin(id, Sha256.hex("late"));

      assertThat(read)
          .isEqualTo(
              new ConnectLink(
                  id,
                  wanted.provider(),
                  wanted.workspaceId(),
                  null,
                  wanted.expiresAt(),
                  account,
                  null,
                  Map.of("webhook", "failed: two lines \u2603"),
                  NOW));
      assertThat(table.use(id, Sha256.hex("late"), NOW)).as("it has an account").isFalse();
      table.write(id, account, Map.of("webhook", "failed: " + text));
      assertThat(table.find(id).orElseThrow().text("webhook"))
          .startsWith("xxx")
          .hasSizeLessThan(2000);
      assertThat(table.byToken(Sha256.hex("other"))).isEmpty();
    }
  }

  private static boolean use(ConnectLinkTable table, UUID id) {
    try {
      return table.use(id, Sha256.hex("second"), NOW);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConnectLink link(Instant expires) {
    return new ConnectLink(null, "acme", "w 1", null, expires, null, null, Map.of(), NOW);
  }
}
