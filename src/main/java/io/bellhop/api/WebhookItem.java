package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.webhook.Webhook;
import java.util.TreeMap;

/** A webhook as the API shows it: the contract's read model, with our attributes. */
final class WebhookItem {
  private static final String TYPE = "webhook";

  private WebhookItem() {}

  static ObjectNode of(Webhook webhook) {
    ObjectNode item = ApiAnswer.item(webhook.id().toString(), TYPE, attributes(webhook));
    if (webhook.propertyId() != null) {
      item.putObject("relationships")
          .putObject("property")
          .putObject("data")
          .put("id", webhook.propertyId())
          .put("type", "property");
    }
    return item;
  }

  /** Only for the answer to whoever has just made it: it is never shown again. */
  static ObjectNode withSecret(Webhook webhook) {
    ObjectNode item = of(webhook);
    item.withObject("attributes").put("secret", webhook.secret());
    return item;
  }

  private static ObjectNode attributes(Webhook webhook) {
    ObjectNode attributes = ApiAnswer.object();
    // Clients of other webhook collections look for it here, too.
    attributes.put("id", webhook.id().toString());
    attributes.put("name", webhook.name());
    attributes.put("workspace_id", webhook.workspaceId());
    attributes.put("callback_url", webhook.callbackUrl());
    attributes.put("sink", webhook.sink());
    attributes.put("event_mask", webhook.eventMask().text());
    attributes.put("property_id", webhook.propertyId());
    attributes.put("is_global", webhook.global());
    ObjectNode parameters = attributes.putObject("request_params");
    new TreeMap<>(webhook.requestParams()).forEach(parameters::put);
    ObjectNode headers = attributes.putObject("headers");
    new TreeMap<>(webhook.headers()).keySet().forEach(name -> headers.put(name, Credentials.MASK));
    attributes.put("is_active", webhook.active());
    attributes.put("send_data", webhook.sendData());
    attributes.put("protected", webhook.isProtected());
    attributes.put("on_refusal", webhook.onRefusal().word());
    attributes.put("max_in_flight", webhook.maxInFlight());
    attributes.put("rate_per_second", webhook.ratePerSecond());
    attributes.put("failing_since", Row.time(webhook.failingSince()));
    attributes.put("created_at", Row.time(webhook.createdAt()));
    attributes.put("updated_at", Row.time(webhook.updatedAt()));
    return attributes;
  }
}
