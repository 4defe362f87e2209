package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Pages that are to be read, as messages. Thread-safe. */
final class SyncPages {
  private final ObjectMapper mapper;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  SyncPages(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * @param cursor where the page before says to read on; null at the start
   */
  InboxMessage page(Account account, SyncProgress progress, JsonNode cursor, Instant now) {
    ObjectNode body = mapper.createObjectNode();
    body.put("run", progress.run.toString());
    body.put("mode", progress.mode);
    body.put("phase", progress.phase);
    body.put("startedAt", progress.startedAt.toString());
    if (progress.since != null) {
      // Rounded down: a provider may count in seconds, or read no fraction.
      body.put("since", progress.since.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (cursor != null) {
      body.set("cursor", cursor);
    }
    return new InboxMessage(
        ids.generate(),
        account.id(),
        account.provider(),
        InboxMessage.SYNC,
        account.id() + " sync",
        "sync " + progress.run + " page " + progress.pages,
        InboxMessage.SYNC_PAGE,
        false,
        now,
        now,
        "{}",
        body.toString().getBytes(StandardCharsets.UTF_8),
        0,
        null);
  }
}
