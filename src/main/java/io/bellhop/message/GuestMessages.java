package io.bellhop.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.crypto.Sha256;
import io.bellhop.message.MessageFailedException.Reason;
import io.bellhop.message.SentMessage.State;
import io.bellhop.store.Database;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.StoredTime;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * Sends messages. The database records a message before the call to the provider, so a second call
 * with its key never sends it again; after a crash in between Bellhop does not know whether the
 * message was sent, and the answer says so. Thread-safe.
 */
public final class GuestMessages {
  /** The messages of a deleted account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of(SentMessageTable.NAME);

  /** After this time a caller may reuse a key for another message. */
  public static final ExpiredRows OLD =
      ExpiredRows.byId(
          "sent messages",
          "delete from sent_message where id in"
              + " (select id from sent_message where id < ? order by id limit ?)");

  /** Longer than any call to a provider: a message that is still running after it has crashed. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final SentMessageTable table;
  private final SendRoutes routes;
  private final Clock clock;

  /**
   * @param context the context with the providers' routes
   */
  public GuestMessages(CamelContext context, Database database, Clock clock) {
    this.table = new SentMessageTable(database);
    this.routes = new SendRoutes(context);
    this.clock = clock;
  }

  /**
   * Sends a message, unless this key already sent it.
   *
   * @param conversation the conversation's record
   * @param key chosen by the caller
   * @throws MessageFailedException if the message was not sent, or may not have been
   */
  public SentMessage send(Account account, JsonNode conversation, String text, String key)
      throws SQLException {
    if (!routes.has(account.provider())) {
      throw new MessageFailedException(
          Reason.NOT_SUPPORTED,
          "Bellhop cannot send messages through this provider's API: its folder has no"
              + " bellhop-send-message route");
    }
    String keyHash = Sha256.hex(key);
    String request = Sha256.hex(key + "\n" + conversation.path("id").asText() + "\n" + text);
    Optional<SentMessage> known =
        table.begin(account.id(), keyHash, request, StoredTime.now(clock));
    if (known.isPresent()) {
      return repeated(known.get(), request);
    }
    SendRoutes.Outcome outcome = routes.send(account, conversation, text);
    if (outcome.failure() == null) {
      table.end(account.id(), keyHash, State.SENT, outcome.providerId(), StoredTime.now(clock));
      return first(table.find(account.id(), keyHash).orElseThrow());
    }
    if (outcome.failure().reason() == Reason.NO_ANSWER) {
      table.end(account.id(), keyHash, State.UNKNOWN, null, null);
    } else {
      table.forget(account.id(), keyHash);
    }
    throw outcome.failure();
  }

  private SentMessage repeated(SentMessage known, String request) {
    if (!known.request().equals(request)) {
      throw new MessageFailedException(
          Reason.OTHER_MESSAGE, "An earlier call used this key for another message");
    }
    if (known.state() == State.SENT) {
      return known;
    }
    Instant last = known.createdAt().plus(LONGEST);
    if (known.state() == State.BEGUN && clock.instant().isBefore(last)) {
      throw new MessageFailedException(
          Reason.UNDER_WAY,
          "The first call with this key is still running",
          StoredTime.now(clock).plusSeconds(5));
    }
    throw new MessageFailedException(
        Reason.UNKNOWN,
        "Bellhop does not know whether the provider accepted this message: check the"
            + " conversation, and send it with another key if it is missing");
  }

  private static SentMessage first(SentMessage sent) {
    return new SentMessage(
        sent.id(),
        sent.request(),
        sent.state(),
        sent.providerId(),
        sent.createdAt(),
        sent.sentAt(),
        false);
  }
}
