package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.SyncOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Creates the messages that read a page. Thread-safe. */
final class SyncPages {
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  private static String key(SyncProgress progress) {
    String list = progress.list == null ? "" : " of " + progress.list;
    return "sync " + progress.run + " page " + progress.pages + list;
  }

  /**
   * @param cursor where to continue, from the previous page; null at the start
   */
  InboxMessage page(Account account, SyncProgress progress, JsonNode cursor, Instant now) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run", progress.run.toString());
    body.put("mode", progress.mode);
    body.put("phase", progress.phase);
    body.put("startedAt", progress.startedAt.toString());
    if (progress.since != null) {
      // Rounded down: a provider may use seconds or not accept fractions.
      body.put("since", progress.since.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (cursor != null) {
      body.set("cursor", cursor);
    } else if (progress.isKnownInFull()) {
      body.set("validators", progress.validators);
    }
    return InboxMessage.builder(ids.generate(), account.id(), account.provider())
        .nativeEvent("sync")
        .keys(account.id() + " sync", key(progress))
        .kind(MessageKind.SYNC_PAGE)
        .sync(SyncOrigin.page(progress.run))
        .receivedAt(now)
        .body(body.toString().getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
