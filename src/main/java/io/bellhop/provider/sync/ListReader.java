package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.crypto.Sha256;
import io.bellhop.event.SyncEntries;
import io.bellhop.event.SyncPage;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.SyncOrigin;
import io.bellhop.ingest.Listeners;
import io.bellhop.pipeline.ConditionalRead;
import io.bellhop.store.Database;
import io.bellhop.time.WrittenTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads one provider's list: prepares the call of a page, and finds the new entries on it.
 * Thread-safe.
 */
final class ListReader {
  /** Reads all changes. */
  private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");

  /** The number of records absent from a full list that one page reads by their ids. */
  private static final int CHECKED_AT_ONCE = 100;

  private final ListSettings settings;
  private final Database database;
  private final Listeners listeners;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final RepeatedPages repeatedPages = new RepeatedPages();

  ListReader(
      ListSettings settings,
      Database database,
      Listeners listeners,
      ObjectMapper mapper,
      Clock clock) {
    this.settings = settings;
    this.database = database;
    this.listeners = listeners;
    this.mapper = mapper;
    this.clock = clock;
  }

  PageRequest prepareRequest(Account account, InboxMessage page) throws SQLException {
    JsonNode body = body(page);
    Instant readAt = clock.instant();
    Map<String, Object> variables = new HashMap<>();
    boolean whole = body.path("mode").asText().equals(SyncProgress.FULL);
    variables.put("mode", body.path("mode").asText());
    variables.put("phase", body.path("phase").asText());
    Instant since = body.has("since") ? Instant.parse(body.get("since").asText()) : EVER;
    variables.put("since", since.toString());
    if (body.path("phase").asText().equals(SyncProgress.CHECK)) {
      return new PageRequest(variables, missing(account, body), readAt, null);
    }
    JsonNode cursor = body.path("cursor");
    variables.putAll(settings.first());
    cursor.properties().forEach(field -> variables.put(field.getKey(), value(field.getValue())));
    String path = settings.path(cursor.path("list").asText(), whole, since);
    variables.put("apiPath", PageTokens.in(path, cursor));
    if (cursor.has("url")) {
      variables.put("apiUrl", cursor.get("url").asText());
    }
    ConditionalRead condition =
        settings.conditional() && !body.has("cursor")
            ? new ConditionalRead(ListValidators.read(body.path("validators"), account))
            : null;
    return new PageRequest(variables, null, readAt, condition);
  }

  /** Returns a list of ids as a list, for a query that repeats a parameter. */
  private static Object value(JsonNode field) {
    return field.isArray() ? field : field.asText();
  }

  private ObjectNode missing(Account account, JsonNode body) throws SQLException {
    String after = body.path("cursor").path("after").asText("");
    List<String> ids =
        database.transact(
            connection ->
                SyncEntries.missing(
                    connection,
                    account.id(),
                    settings.types(),
                    UUID.fromString(body.path("run").asText()),
                    Instant.parse(body.path("startedAt").asText()),
                    after,
                    CHECKED_AT_ONCE));
    ObjectNode missing = mapper.createObjectNode();
    ArrayNode records = missing.putArray("ids");
    ids.forEach(id -> records.add(SyncEntries.recordOf(id)));
    if (ids.size() == CHECKED_AT_ONCE) {
      missing.putObject("next").put("after", ids.get(ids.size() - 1));
    }
    return missing;
  }

  /**
   * @param condition the condition under which the page was requested; null for none
   * @throws PermanentFailureException if the mapping returns no page
   */
  SyncPage handlePage(
      Account account,
      InboxMessage page,
      JsonNode mapped,
      Instant readAt,
      ConditionalRead condition)
      throws SQLException {
    JsonNode body = body(page);
    UUID run = UUID.fromString(body.path("run").asText());
    boolean check = body.path("phase").asText().equals(SyncProgress.CHECK);
    // JSLT omits empty values.
    if (mapped == null
        || !mapped.isObject()
        || mapped.has("items") && !mapped.get("items").isArray()) {
      throw new PermanentFailureException(
          "the mapping of the list gives no items: write {\"items\": [...], \"next\": ...}");
    }
    List<ListEntry> entries = new ArrayList<>();
    int listed = 0;
    int nameless = 0;
    Instant newest = null;
    for (JsonNode item : mapped.path("items")) {
      if (!ListEntry.isEntry(item)) {
        nameless++;
        continue;
      }
      entries.add(ListEntry.of(account, settings.types(), item, check, Sha256.hex(bytes(item))));
      listed += item.has("type") ? 0 : 1;
      Instant at = time(item.path("updatedAt").asText(""));
      newest = newest == null || at != null && at.isAfter(newest) ? at : newest;
    }
    if (entries.isEmpty() && nameless > 0) {
      // The fault is in the mapping, not in the list.
      throw new PermanentFailureException(
          "the mapping of the list gives an item without id or delivery:"
              + " write {\"id\": ..., \"updatedAt\": ..., \"delivery\": {...}}");
    }
    Map<String, String> known = known(entries);
    List<InboxMessage> fresh = new ArrayList<>();
    // Includes entries without effect: they are on the list, so they were not deleted.
    List<String> seen = new ArrayList<>();
    for (ListEntry entry : entries) {
      entry.snapshots().stream().filter(known::containsKey).forEach(seen::add);
      if (entry.snapshots().stream().noneMatch(id -> entry.hash().equals(known.get(id)))) {
        // The same entry of the same run has the same key, so Bellhop processes it once.
        boolean first = !entry.again() && entry.snapshots().stream().noneMatch(known::containsKey);
        fresh.add(message(account, entry, new SyncOrigin(run, entry.kept(), first), readAt));
      }
    }
    if (next(mapped, "otherwise") == null) {
      List<String> content = entries.stream().map(ListEntry::hash).toList();
      repeatedPages.check(
          account.id(),
          new RepeatedPages.Page(page.id(), body, content),
          next(mapped, "next"),
          fresh.isEmpty());
    }
    return new SyncPage(
        page,
        listed,
        fresh,
        seen,
        mapped.path("total").isInt() ? mapped.get("total").asInt() : null,
        newest,
        next(mapped, "next"),
        next(mapped, "otherwise"),
        false,
        nameless,
        condition == null ? null : ListValidators.write(condition.validators(), account));
  }

  private Map<String, String> known(List<ListEntry> entries) throws SQLException {
    List<String> ids = entries.stream().flatMap(entry -> entry.snapshots().stream()).toList();
    return ids.isEmpty()
        ? Map.of()
        : database.transact(connection -> SyncEntries.entries(connection, ids));
  }

  private InboxMessage message(Account account, ListEntry entry, SyncOrigin sync, Instant readAt) {
    InboxMessage message =
        listeners.listed(account, entry.message(), entry.idempotencyKey(sync), readAt);
    if (message == null) {
      throw new PermanentFailureException(
          "the mapping of the list gives an item whose delivery the listener does not accept");
    }
    return message.toBuilder().sync(sync).build();
  }

  private static JsonNode next(JsonNode mapped, String name) {
    JsonNode next = mapped.get(name);
    return next == null || next.isNull() ? null : next;
  }

  private JsonNode body(InboxMessage page) {
    try {
      return mapper.readTree(page.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(JsonNode json) {
    try {
      return mapper.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant time(String text) {
    WrittenTime time = WrittenTime.read(text);
    return time == null ? null : time.earliest();
  }
}
