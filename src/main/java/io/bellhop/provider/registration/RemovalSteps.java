package io.bellhop.provider.registration;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.failure.ApiRejectedException;
import org.apache.camel.Exchange;

/** The steps of the route bellhop-register-removals that YAML cannot do. Stateless. */
public final class RemovalSteps {
  /** Prepares the call that removes a webhook; the body is one of the plan's removals. */
  public void remove(Exchange exchange) {
    JsonNode removal = exchange.getMessage().getBody(JsonNode.class);
    exchange.setVariable("entryId", removal.path("id").asText());
    exchange.setVariable("apiMethod", "DELETE");
    exchange.setVariable("apiPath", exchange.getVariable("removePath"));
  }

  /** Counts a removal: the call succeeded, or the provider no longer has the webhook. */
  public void removed(Exchange exchange) {
    boolean refused = exchange.getVariable("refusal") != null;
    ApiRejectedException refusal =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, ApiRejectedException.class);
    if (refused && !refusal.gone()) {
      throw refusal;
    }
    RegistrationContext.required(exchange).removed().incrementAndGet();
  }
}
