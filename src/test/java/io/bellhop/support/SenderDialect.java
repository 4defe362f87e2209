package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.List;
import java.util.Map;

/** How each provider writes a webhook, as far as it is documented. */
public enum SenderDialect {
  OWNERREZ("ownerrez", "/v2/webhooksubscriptions", "/webhook_url", "/id", "items"),
  GUESTY("guesty", "/v1/webhooks", "/url", "/_id", ""),
  CHANNEX("channex", "/api/v1/webhooks", "/attributes/callback_url", "/id", "data"),
  BOOKING_EXPERTS(
      "booking-experts", "/v3/webhook_endpoints", "/attributes/target_url", "/id", "data"),
  CALRY(
      "calry",
      "/api/v1/integration_account_webhook",
      "/receiverUrl",
      "/integrationAccountWebhookId",
      "data");

  private final String provider;
  private final String root;
  private final String url;
  private final String id;
  private final String listField;

  SenderDialect(String provider, String root, String url, String id, String listField) {
    this.provider = provider;
    this.root = root;
    this.url = url;
    this.id = id;
    this.listField = listField;
  }

  public String provider() {
    return provider;
  }

  String root() {
    return root;
  }

  String url() {
    return url;
  }

  String id(JsonNode entry) {
    return entry.at(id).asText();
  }

  boolean paged() {
    return this == OWNERREZ || this == CHANNEX || this == BOOKING_EXPERTS;
  }

  private boolean hasAttributes() {
    return this == CHANNEX || this == BOOKING_EXPERTS;
  }

  void put(ObjectNode entry, String text) {
    fields(entry).put(url.substring(url.lastIndexOf('/') + 1), text);
  }

  ObjectNode entry(String newId, ObjectNode fields) {
    ObjectNode entry = hasAttributes() ? FixtureJson.object() : fields.deepCopy();
    if (hasAttributes()) {
      entry.set("attributes", fields.deepCopy());
    }
    return entry.put(id.substring(1), newId);
  }

  ObjectNode fields(ObjectNode entry) {
    return hasAttributes() ? (ObjectNode) entry.get("attributes") : entry;
  }

  /** What a request says of the webhook. */
  ObjectNode unwrapped(ObjectNode body) {
    return switch (this) {
      case CHANNEX -> (ObjectNode) body.get("webhook");
      case BOOKING_EXPERTS -> (ObjectNode) body.at("/data/attributes");
      default -> body;
    };
  }

  JsonNode wrapped(ObjectNode entry) {
    return hasAttributes() ? FixtureJson.object().set("data", entry) : entry;
  }

  int from(Map<String, List<String>> query, int page) {
    return switch (this) {
      case OWNERREZ -> number(query, "offset", 0);
      case CHANNEX -> (number(query, "pagination[page]", 1) - 1) * page;
      case BOOKING_EXPERTS -> (number(query, "page[number]", 1) - 1) * page;
      default -> 0;
    };
  }

  private static int number(Map<String, List<String>> query, String name, int usual) {
    return Integer.parseInt(query.getOrDefault(name, List.of(String.valueOf(usual))).get(0));
  }

  JsonNode list(ArrayNode entries, int page, int limit, int total) {
    if (listField.isEmpty()) {
      return entries;
    }
    ObjectNode list = FixtureJson.object().set(listField, entries);
    boolean last = page * limit >= total;
    switch (this) {
      case OWNERREZ -> list.put("next_page_url", last ? null : "https://example.com" + root);
      case CHANNEX ->
          list.putObject("meta").put("page", page).put("limit", limit).put("total", total);
      case BOOKING_EXPERTS ->
          list.putObject("links").put("next", last ? null : "https://example.com" + root);
      default -> list.put("success", true);
    }
    return list;
  }
}
