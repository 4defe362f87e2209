package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountContext;
import io.bellhop.config.TemplateParameters;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.AnswerTracker;
import io.bellhop.pipeline.CallRecorder;
import io.bellhop.pipeline.ConditionalRead;
import io.bellhop.pipeline.Warnings;
import io.bellhop.provider.ratelimit.CallPriority;
import io.bellhop.provider.registration.RegistrationContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The bean of the API template. It reads the path in the variable {@code apiPath} and, if set,
 * {@code apiMethod} and {@code apiBody}, and leaves the answer as the body. A POST that changes
 * nothing has {@code apiReads}. {@code {name}} in the path stands for a variable, which must be an
 * id or a time, {@code of={ids*}} for a list of ids; no other data of a payload gets into a URL.
 * The variable {@code apiUrl}, a list's own address of its next page, replaces the path if it is
 * another page of the same list. Routes that create Bellhop's webhook may also use the placeholders
 * of {@link io.bellhop.provider.registration.WebhookPlaceholders}.
 */
public final class ApiProcessor implements Processor {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)\\}");
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** The origin that can wait, because enrichment of the latest webhooks has priority. */
  private static final String BACKGROUND = "sync";

  private final ApiClients clients;
  private final Map<String, String> parameters = new HashMap<>();
  private HeaderTemplates headers;
  private AnswerEnvelope envelope;
  private ApiClient client;
  private boolean getHasBody;

  public ApiProcessor(ApiClients clients) {
    this.clients = clients;
  }

  /** The template's parameters by name. */
  public Map<String, String> getParameters() {
    return parameters;
  }

  /** Camel calls this after it has set the parameters. */
  public void init() {
    ApiSettings settings = ApiSettings.of(parameters);
    headers = settings.headers();
    envelope = settings.policy().answered().envelope();
    getHasBody = getHasBody(parameters);
    client = clients.open(settings);
  }

  /**
   * Validates parameters as a start would, without side effects.
   *
   * @throws IllegalArgumentException names the invalid parameter
   */
  public static void check(Map<String, String> parameters) {
    getHasBody(parameters);
    Auths.of(ApiSettings.of(parameters), null, Clock.systemUTC());
  }

  private static boolean getHasBody(Map<String, String> parameters) {
    return new TemplateParameters(parameters).flag("getBody");
  }

  @Override
  public void process(Exchange exchange) {
    Account account = AccountContext.of(exchange);
    ApiCall call = call(exchange, account);
    AnswerTracker.noteCall(exchange);
    RegistrationContext registering = RegistrationContext.of(exchange);
    if (registering == null) {
      Instant askedAt = clients.now();
      JsonNode answer = client.call(account, call, caller(exchange));
      if (asksForItsRecord(exchange) && envelope.isOfAnother(answer, call)) {
        Warnings.of(exchange)
            .add("the provider's API answers with another record than " + call.lastPart());
      }
      exchange.getMessage().setBody(answer);
      if (call.condition() != null && call.condition().isUnchanged()) {
        exchange.setVariable(ConditionalRead.UNCHANGED, "true");
      }
      AnswerTracker.noteAnswer(exchange);
      if (call.readsRecord() && envelope.held(answer).isArray()) {
        AnswerTracker.noteList(exchange, envelope.held(answer).size());
      }
      AnswerTracker.remember(
          exchange, exchange.getVariable("apiPath", String.class), answer, askedAt);
      return;
    }
    registering.calls(call.method(), exchange.getVariable("apiPath", String.class));
    exchange
        .getMessage()
        .setBody(registering.webhook().hide(client.call(account, call, caller(exchange))));
    AnswerTracker.noteAnswer(exchange);
  }

  /** A part of a record, or an object that a route looks up, may have another id in the answer. */
  private static boolean asksForItsRecord(Exchange exchange) {
    String path = exchange.getVariable("apiPath", "", String.class);
    return path.replaceFirst("\\?.*", "").endsWith("/{recordId}");
  }

  private ApiCall call(Exchange exchange, Account account) {
    String method = method(exchange);
    String path = nextPage(exchange, path(exchange));
    boolean isGet = method.equals("GET");
    boolean mayHaveBody = WITH_BODY.contains(method) || isGet && getHasBody;
    String body = mayHaveBody ? body(exchange) : null;
    // Bellhop keeps facts about an answer by its address.
    ConditionalRead condition = isGet && body == null ? ConditionalRead.of(exchange) : null;
    Map<String, String> all =
        new HashMap<>(headers.fill(account, name -> PathIds.variable(exchange, name)));
    if (condition != null) {
      all.putAll(condition.headers(path));
    }
    return new ApiCall(
        method,
        path,
        PathParts.of(exchange.getVariable("apiPath", String.class)),
        all,
        body,
        isGet || exchange.getVariable("apiReads", "false", String.class).equals("true"),
        condition,
        CallRecorder.of(exchange));
  }

  private static CallPriority caller(Exchange exchange) {
    String origin = exchange.getVariable("origin", "", String.class);
    return new CallPriority(
        origin.startsWith(BACKGROUND),
        AnswerTracker.of(exchange).isBegun(),
        RegistrationContext.of(exchange) != null || origin.equals(CallRecorder.ASKED));
  }

  private static String method(Exchange exchange) {
    String method = exchange.getVariable("apiMethod", "GET", String.class);
    if (!METHODS.contains(method)) {
      throw new PermanentFailureException(
          "the route's variable apiMethod must be GET, POST, PUT, PATCH or DELETE");
    }
    return method;
  }

  private static String body(Exchange exchange) {
    Object body = exchange.getVariable("apiBody");
    if (body == null) {
      return null;
    }
    if (!(body instanceof JsonNode json) || !json.isContainerNode()) {
      throw new PermanentFailureException(
          "the route's variable apiBody must be a JSON object or array: set it by language jslt");
    }
    RegistrationContext registering = RegistrationContext.of(exchange);
    return (registering == null ? json : registering.webhook().fill(json)).toString();
  }

  static String path(Exchange exchange) {
    RegistrationContext registering = RegistrationContext.of(exchange);
    String given = exchange.getVariable("apiPath", String.class);
    String template =
        PathIds.repeated(exchange, registering == null ? given : registering.webhook().path(given));
    Matcher place = PLACE.matcher(template);
    StringBuilder path = new StringBuilder();
    while (place.find()) {
      String value = PathIds.variable(exchange, place.group(1));
      value = value == null ? PathIds.time(exchange, place.group(1)) : value;
      if (value == null) {
        throw new PermanentFailureException(notId(exchange, place.group(1)));
      }
      place.appendReplacement(path, value);
    }
    return place.appendTail(path).toString();
  }

  private static String notId(Exchange exchange, String name) {
    return exchange.getVariable(name) == null
        ? "{"
            + name
            + "} of the path has no value: no step has set this variable, or its expression found"
            + " nothing; {"
            + name
            + "?} in a list's query leaves the parameter out"
        : "what the webhook has as "
            + name
            + " is not an id, so it must not stand in a URL. An id is up to 64 letters,"
            + " digits, - and _";
  }

  private static String nextPage(Exchange exchange, String path) {
    String url = exchange.getVariable("apiUrl", String.class);
    return url == null ? path : NextPage.of(path, url);
  }
}
