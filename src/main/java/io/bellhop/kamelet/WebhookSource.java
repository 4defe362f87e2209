package io.bellhop.kamelet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.setup.DeclaredSubscription;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The bean of the Kamelet bellhop-webhook-source. Its properties are the Kamelet's parameters. It
 * is also the first processor of the route, and selects the events of its account.
 */
public final class WebhookSource implements Processor {
  private static final String PLACE = "Kamelet bellhop-webhook-source";

  private final Declarations declarations;
  private final ObjectMapper mapper;
  private final Map<String, Object> account = new LinkedHashMap<>();
  private final Map<String, Object> api = new LinkedHashMap<>();
  private final Map<String, Object> subscription = new LinkedHashMap<>();
  private String name;
  private String mask;
  private String apiFields;
  private String endpoint;
  private volatile UUID id;

  public WebhookSource(Declarations declarations, ObjectMapper mapper) {
    this.declarations = declarations;
    this.mapper = mapper;
  }

  /** Camel calls this when all properties are set. */
  public void declare() {
    String shown = String.valueOf(account.get("name"));
    String known = name.isEmpty() ? KameletNames.of(shown) : name;
    ObjectNode wantedAccount = given(account);
    ObjectNode wantedApi = given(api);
    DeclaredSubscription wanted =
        new DeclaredSubscription(
            PLACE + " (account " + shown + ")",
            wantedAccount,
            EventSource.subscription(known, mask, true),
            KameletNames::parameter);
    if (!KameletNames.isName(known)) {
      declarations.refuse(
          wanted.fault(
              "name",
              KameletNames.FORM
                  + (name.isEmpty() ? "; Bellhop cannot derive it from the account's name" : "")));
      return;
    }
    for (String field : apiFields.isBlank() ? new String[0] : apiFields.split(";")) {
      int equals = field.indexOf('=');
      if (equals < 1) {
        declarations.refuse(wanted.fault("apiFields", "must be name=value;name=value"));
        return;
      }
      wantedApi.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
    }
    put(wantedAccount, "api", wantedApi);
    put(wantedAccount, "webhook", given(subscription));
    declarations.declare(new Declaration(known, endpoint, wanted, found -> id = found));
  }

  private static void put(ObjectNode object, String field, ObjectNode value) {
    if (!value.isEmpty()) {
      object.set(field, value);
    }
  }

  /** The values that are not empty; an omitted parameter sets nothing. */
  private static ObjectNode given(Map<String, Object> values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (field, value) -> {
          if (value != null && !value.toString().isEmpty()) {
            object.put(field, value.toString());
          }
        });
    return object;
  }

  @Override
  public void process(Exchange exchange) {
    EventSource.clean(exchange.getMessage());
  }

  /**
   * Whether an event belongs to the account.
   *
   * @throws IllegalStateException if the account does not exist yet; the queue retries
   */
  public boolean isOurs(byte[] event) throws IOException {
    UUID ours = id;
    if (ours == null) {
      throw new IllegalStateException("Bellhop has not created the account of this Kamelet yet");
    }
    return ours.toString().equals(mapper.readTree(event).at("/data/integrationAccountId").asText());
  }

  /** The fields of the account, as in the API. */
  public Map<String, Object> getAccount() {
    return account;
  }

  public Map<String, Object> getApi() {
    return api;
  }

  public Map<String, Object> getWebhook() {
    return subscription;
  }

  public void setName(String name) {
    this.name = name;
  }

  public void setMask(String mask) {
    this.mask = mask;
  }

  public void setApiFields(String apiFields) {
    this.apiFields = apiFields;
  }

  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }
}
