package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Credentials;
import io.bellhop.subscription.Subscription;
import io.bellhop.time.UtcTime;
import java.util.TreeMap;

/** A subscription as the API shows it: the contract's read model, with Bellhop's attributes. */
final class SubscriptionItem {
  private static final String TYPE = "webhook";

  private SubscriptionItem() {}

  static ObjectNode of(Subscription subscription) {
    ObjectNode item = ApiAnswer.item(subscription.id().toString(), TYPE, attributes(subscription));
    if (subscription.propertyId() != null) {
      item.putObject("relationships")
          .putObject("property")
          .putObject("data")
          .put("id", subscription.propertyId())
          .put("type", "property");
    }
    return item;
  }

  /**
   * The item with its secret, only for the answer that creates or rotates the secret; the API never
   * shows it later.
   */
  static ObjectNode withSecret(Subscription subscription) {
    ObjectNode item = of(subscription);
    item.withObject("attributes").put("secret", subscription.secret());
    return item;
  }

  private static ObjectNode attributes(Subscription subscription) {
    ObjectNode attributes = ApiAnswer.object();
    // Clients of other subscription APIs expect the id here too.
    attributes.put("id", subscription.id().toString());
    attributes.put("name", subscription.name());
    attributes.put("workspace_id", subscription.workspaceId());
    attributes.put("callback_url", subscription.callbackUrl());
    attributes.put("sink", subscription.sink());
    attributes.put("event_mask", subscription.eventMask().text());
    attributes.put("property_id", subscription.propertyId());
    attributes.put("is_global", subscription.global());
    ObjectNode parameters = attributes.putObject("request_params");
    new TreeMap<>(subscription.requestParams()).forEach(parameters::put);
    ObjectNode headers = attributes.putObject("headers");
    new TreeMap<>(subscription.headers())
        .keySet()
        .forEach(name -> headers.put(name, Credentials.MASK));
    attributes.put("is_active", subscription.active());
    attributes.put("send_data", subscription.sendData());
    attributes.put("filter", subscription.shape().filter());
    attributes.put("transform", subscription.shape().transform());
    attributes.put("protected", subscription.isProtected());
    attributes.put("on_refusal", subscription.onRefusal().word());
    attributes.put("max_in_flight", subscription.maxInFlight());
    attributes.put("rate_per_second", subscription.ratePerSecond());
    attributes.put("failing_since", UtcTime.text(subscription.failingSince()));
    attributes.put("created_at", UtcTime.text(subscription.createdAt()));
    attributes.put("updated_at", UtcTime.text(subscription.updatedAt()));
    return attributes;
  }
}
