package io.bellhop.tool.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Options;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.tool.fixture.HubClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/**
 * What a running hub knows: its accounts, whose credentials only it can read, and subscriptions.
 */
final class RunningHubCheck {
  private static final String HUB = "hub";

  private final URI hub;
  private final String apiKey;
  private final AddressGuard guard;

  RunningHubCheck(URI hub, String apiKey, Options options) {
    this.hub = hub;
    this.apiKey = apiKey;
    DeliverySettings.Targets targets = DeliverySettings.of(options).targets();
    this.guard = new AddressGuard(targets.allowPrivate(), targets.allowed());
  }

  void run(Consumer<Diagnosis> found) {
    if (apiKey.isEmpty()) {
      found.accept(
          Diagnosis.notChecked(
              HUB, "give --api-key or set BELLHOP_API_KEY, of a key that operates"));
      return;
    }
    HubClient client = new HubClient(hub, apiKey);
    try {
      client.call("GET", "/providers", null);
      found.accept(Diagnosis.ok(HUB, hub + " answers"));
      client
          .all("/integration_accounts")
          .forEach(account -> found.accept(account(client, account)));
      client.all("/webhooks").forEach(subscription -> found.accept(subscription(subscription)));
    } catch (UncheckedIOException e) {
      found.accept(
          Diagnosis.failed(HUB, hub + " gives no answer: start it, or say where it is by --url"));
    } catch (IllegalStateException e) {
      found.accept(
          Diagnosis.failed(HUB, e.getMessage() + ": the key needs the role operate or admin"));
    }
  }

  private static Diagnosis account(HubClient client, JsonNode account) {
    JsonNode attributes = account.path("attributes");
    String subject =
        "account " + attributes.path("provider").asText() + " " + attributes.path("name").asText();
    if (!attributes.path("is_active").asBoolean()) {
      return Diagnosis.notChecked(subject, "it is switched off");
    }
    JsonNode check =
        client
            .call("POST", "/integration_accounts/" + account.path("id").asText() + "/check", null)
            .at("/data/attributes");
    String detail = check.path("detail").asText();
    return switch (check.path("state").asText()) {
      case "ok" -> Diagnosis.ok(subject, detail);
      case "not_checked" -> Diagnosis.notChecked(subject, detail);
      default -> Diagnosis.failed(subject, detail + "; correct its api fields by PUT");
    };
  }

  private Diagnosis subscription(JsonNode subscription) {
    JsonNode attributes = subscription.path("attributes");
    String name = attributes.path("name").asText("");
    String subject = "subscription " + (name.isEmpty() ? subscription.path("id").asText() : name);
    if (!attributes.path("is_active").asBoolean()) {
      return Diagnosis.warning(
          subject, "it is switched off: set is_active if it should get events");
    }
    if (attributes.path("callback_url").isTextual()) {
      // The query may hold a receiver's secret, so it is not shown.
      URI url = URI.create(attributes.path("callback_url").asText());
      try {
        guard.address(url);
      } catch (UnknownHostException e) {
        return Diagnosis.failed(
            subject, "its host " + url.getHost() + " has no address: correct it");
      } catch (ForbiddenTargetException e) {
        return Diagnosis.failed(subject, "its callback_url " + e.getMessage());
      }
    }
    return attributes.path("failing_since").isTextual()
        ? Diagnosis.warning(
            subject, "every delivery has failed since " + attributes.path("failing_since").asText())
        : Diagnosis.ok(subject, "its receiver is known and allowed");
  }
}
