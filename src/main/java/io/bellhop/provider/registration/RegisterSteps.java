package io.bellhop.provider.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.routes.jslt.JsltLanguage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The bean of the template bellhop-register, for steps that YAML cannot do: which entries of a list
 * are Bellhop's, and what to do about them. Thread-safe.
 */
public final class RegisterSteps {
  /** More pages than the webhooks of an account fill, so that reading an endless list stops. */
  private static final int MOST_PAGES = 50;

  /** The parameters with mappings that may contain placeholders. */
  private static final List<String> MAPPINGS = List.of("entries", "wanted", "body");

  private final CredentialStore verifiers;
  private final Map<String, String> parameters = new HashMap<>();

  public RegisterSteps(CredentialStore verifiers) {
    this.verifiers = verifiers;
  }

  /**
   * Sets the variables of the next steps, and generates a secret for the account if it needs one.
   */
  public void begin(Exchange exchange) throws SQLException {
    RegistrationContext registering = RegistrationContext.required(exchange);
    List<String> places = places(exchange);
    registering.places(places);
    if (!registering.undo()) {
      if (!parameter("header").isBlank()) {
        verifiers.header(registering, parameter("header").strip());
      }
      verifiers.written(registering, places);
    }
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    Arrays.stream(parameter("events").split("[\\s,;]+"))
        .filter(e -> !e.isEmpty())
        .forEach(names::add);
    exchange.setVariable("events", names);
    ArrayNode fields = JsonNodeFactory.instance.arrayNode();
    registering.account().webhook().keySet().forEach(fields::add);
    exchange.setVariable("webhookFields", fields);
    exchange.setVariable("ours", JsonNodeFactory.instance.arrayNode());
    exchange.setVariable("page", 1);
    exchange.setVariable("offset", 0);
    exchange.setVariable("more", "true");
  }

  /** The placeholders in the route's mappings. */
  private List<String> places(Exchange exchange) {
    JsltLanguage jslt = (JsltLanguage) exchange.getContext().resolveLanguage("jslt");
    StringBuilder texts = new StringBuilder();
    MAPPINGS.forEach(name -> texts.append(jslt.source(parameter(name))).append('\n'));
    return WebhookPlaceholders.places(texts.toString());
  }

  /** Keeps Bellhop's entries of a page, and continues with the next page. */
  public void found(Exchange exchange) {
    WebhookPlaceholders webhook = RegistrationContext.required(exchange).webhook();
    if (!(exchange.getVariable("entries") instanceof ArrayNode entries)) {
      throw new RetryableException(
          "the provider's list of webhooks has an unknown form", null, true);
    }
    ArrayNode ours = exchange.getVariable("ours", ArrayNode.class).deepCopy();
    entries.forEach(
        entry -> {
          if (entry.path("url").asText().matches("\\{(old_)?listener_url}")) {
            ours.add(entry);
            // A path needs the real id, which may equal the value of a placeholder.
            if (entry instanceof ObjectNode object && entry.path("id").isTextual()) {
              object.put("id", webhook.reveal(entry.get("id").textValue()));
            }
          }
        });
    int page = exchange.getVariable("page", Integer.class);
    boolean more = Boolean.TRUE.equals(exchange.getVariable("more")) && !entries.isEmpty();
    if (more && page >= MOST_PAGES) {
      // An unread entry may be Bellhop's, and Bellhop would create a second one.
      throw new PermanentFailureException("the provider's list of webhooks does not end");
    }
    exchange.setVariable("ours", ours);
    exchange.setVariable("page", page + 1);
    exchange.setVariable("offset", exchange.getVariable("offset", Integer.class) + entries.size());
    exchange.setVariable("more", more ? "true" : "false");
  }

  /** Sets the planned work in the variables {@code plan} and {@code removePath}. */
  public void plan(Exchange exchange) {
    RegistrationContext registering = RegistrationContext.required(exchange);
    List<JsonNode> wanted = registering.undo() ? List.of() : list(exchange, "wanted");
    if (wanted.isEmpty() && !registering.undo()) {
      throw new PermanentFailureException("the route describes no webhook");
    }
    RegistrationPlan plan =
        RegistrationPlan.of(
            list(exchange, "ours"),
            wanted,
            new RegistrationPlan.Abilities(
                !parameter("updatePath").isBlank(), Boolean.parseBoolean(parameter("urlChanges"))),
            registering.webhook()::canonical);
    registering.kept().set(plan.kept());
    exchange.setVariable("plan", plan.json());
    exchange.setVariable("removePath", parameter("removePath"));
  }

  /** Prepares the call that creates or changes a webhook; the body is one of the plan's writes. */
  public void write(Exchange exchange) {
    JsonNode write = exchange.getMessage().getBody(JsonNode.class);
    boolean changes = entryId(exchange, write) != null;
    exchange.setVariable("entry", write.get("entry"));
    exchange.setVariable("want", write.get("want"));
    exchange.setVariable("apiMethod", changes ? parameter("updateMethod") : "POST");
    exchange.setVariable("apiPath", parameter(changes ? "updatePath" : "createPath"));
    // Counts before the call, because after a failure Bellhop reports no outcome.
    RegistrationContext registering = RegistrationContext.required(exchange);
    (changes ? registering.changed() : registering.made()).incrementAndGet();
  }

  private static String entryId(Exchange exchange, JsonNode planned) {
    String id = planned.path("id").asText("");
    exchange.setVariable("entryId", id.isEmpty() ? null : id);
    return id.isEmpty() ? null : id;
  }

  private static List<JsonNode> list(Exchange exchange, String variable) {
    List<JsonNode> list = new ArrayList<>();
    if (exchange.getVariable(variable) instanceof ArrayNode array) {
      array.forEach(list::add);
    }
    return list;
  }

  /** The template's parameters by name. */
  public Map<String, String> getParameters() {
    return parameters;
  }

  private String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
