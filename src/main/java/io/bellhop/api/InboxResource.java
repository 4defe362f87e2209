package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Role;
import io.bellhop.inbox.Inbox;
import io.bellhop.json.Json;
import io.bellhop.json.JsonTexts;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The inbox messages and their outcomes. */
final class InboxResource {
  private static final String SHOWN =
      "provider, account_id, native_event, status, received_at, order_key, idempotency_key,"
          + " attempts, due_at, error";
  private static final String TYPE = "inbox";

  private final InboxRows rows;
  private final Inbox inbox;
  private final ObjectMapper mapper;
  private final MessageFilters filters;

  /**
   * @param providers the providers that may have messages
   */
  InboxResource(InboxRows rows, Inbox inbox, Supplier<Set<String>> providers, ObjectMapper mapper) {
    this.rows = rows;
    this.inbox = inbox;
    this.mapper = mapper;
    this.filters =
        new MessageFilters(row -> ApiAnswer.item(row.text("id"), TYPE, attributes(row)), providers);
  }

  MessageFilters filters() {
    return filters;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages("inbox", this::list, filters.list().parameters()),
        ApiOperation.of("GET", "inbox/{id}", request -> one(request.uuid())),
        ApiOperation.of("POST", "inbox/{id}/replay", this::replay).needs(Role.OPERATE));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    QueryFilter conditions = filters.conditions(request.query(), request.caller());
    return filters.list().answer(request.query(), conditions, rows);
  }

  private ApiAnswer one(UUID id) throws Exception {
    ResultRow row = find(id);
    ObjectNode attributes = attributes(row);
    attributes.set(
        "headers", row.text("headers") == null ? null : mapper.readTree(row.text("headers")));
    addBody(attributes, row.bytes("body"));
    String calls = row.text("calls");
    attributes.set("api_calls", mapper.readTree(calls == null ? "[]" : calls));
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(row.text("id"), TYPE, attributes));
  }

  /** Shows a body that is not JSON, such as that of a dead letter, as text and as bytes. */
  private void addBody(ObjectNode attributes, byte[] body) {
    attributes.putNull("body");
    if (body == null) {
      return;
    }
    try {
      JsonNode json = Json.read(mapper, body);
      if (!json.isMissingNode()) {
        attributes.set("body", json);
        attributes.put("body_text", JsonTexts.clean(JsonTexts.decode(body)));
        return;
      }
    } catch (IOException e) {
      // The API shows as much of it as it can.
    }
    attributes.put("body", JsonTexts.clean(JsonTexts.decode(body)));
    attributes.put("body_base64", Base64.getEncoder().encodeToString(body));
  }

  private ApiAnswer replay(ApiRequest request) throws Exception {
    UUID id = request.uuid();
    request.mustHaveNoAttributes("replay");
    if (!inbox.replay(id)) {
      find(id);
      throw ApiError.notSupported(
          "Bellhop no longer has the body of this message, so it cannot replay it");
    }
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(id.toString(), TYPE, attributes(find(id))));
  }

  private ResultRow find(UUID id) throws Exception {
    return rows.one(id).orElseThrow(ApiError::notFound);
  }

  private static ObjectNode attributes(ResultRow row) {
    ObjectNode attributes = row.attributes(SHOWN).put("order_key", orderKey(row));
    ArrayNode events = attributes.putArray("event_ids");
    String ids = row.text("event_ids");
    if (ids != null) {
      Arrays.stream(ids.split(",")).forEach(events::add);
    }
    return attributes;
  }

  /** Stored keys begin with the account, which the answer shows separately. */
  private static String orderKey(ResultRow row) {
    String key = row.text("order_key");
    String prefix = row.text("account_id") + " ";
    return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
  }
}
