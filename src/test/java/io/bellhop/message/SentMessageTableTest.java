package io.bellhop.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.crypto.Sha256;
import io.bellhop.message.SentMessage.State;
import io.bellhop.store.Database;
import io.bellhop.support.Store;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentMessageTableTest {
  private static final Instant NOW = Instant.parse("2026-11-21T18:00:00.123Z");
  private static final UUID ACCOUNT = UUID.randomUUID();
  private static final String KEY = Sha256.hex("key");
  private static final String REQUEST = Sha256.hex("request");

  @ParameterizedTest
  @EnumSource(Store.class)
  void of_all_callers_with_one_key_one_begins_the_message(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      SentMessageTable table = new SentMessageTable(database);
      List<CompletableFuture<Optional<SentMessage>>> callers =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> begin(table)))
              .limit(4)
              .toList();
      List<Optional<SentMessage>> found = callers.stream().map(CompletableFuture::join).toList();

      assertThat(found).containsOnlyOnce(Optional.empty());
      assertThat(found.stream().flatMap(Optional::stream))
          .allMatch(one -> one.state() == State.BEGUN && one.request().equals(REQUEST));
      assertThat(table.begin(UUID.randomUUID(), KEY, REQUEST, NOW)).as("another account").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_became_of_a_message_is_kept_and_a_key_is_free_when_nothing_went_out(Store store)
      throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      SentMessageTable table = new SentMessageTable(database);
      table.begin(ACCOUNT, KEY, REQUEST, NOW);
      table.end(ACCOUNT, KEY, State.SENT, "m-\u00e9", NOW.plusSeconds(1));

      SentMessage sent = table.begin(ACCOUNT, KEY, REQUEST, NOW).orElseThrow();
      assertThat(sent)
          .isEqualTo(
              new SentMessage(
                  sent.id(), REQUEST, State.SENT, "m-\u00e9", NOW, NOW.plusSeconds(1), true));

      table.forget(ACCOUNT, KEY);
      assertThat(table.begin(ACCOUNT, KEY, REQUEST, NOW)).isEmpty();
      table.end(ACCOUNT, KEY, State.UNKNOWN, null, null);
      assertThat(table.find(ACCOUNT, KEY).orElseThrow().sentAt()).isNull();
    }
  }

  private static Optional<SentMessage> begin(SentMessageTable table) {
    try {
      return table.begin(ACCOUNT, KEY, REQUEST, NOW);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
