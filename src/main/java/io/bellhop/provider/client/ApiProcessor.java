package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountContext;
import io.bellhop.config.FormerNames;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.ReadAnswers;
import io.bellhop.provider.ratelimit.Allowance;
import io.bellhop.provider.ratelimit.CallPriority;
import io.bellhop.provider.registration.RegistrationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;

/**
 * What the API template calls: reads the path in the variable {@code apiPath}, and if they are
 * there {@code apiMethod} and {@code apiBody}, and leaves the answer as the body. {@code {name}} in
 * the path stands for a variable, which must be an id or a time and nothing else: what a payload
 * says never gets into a URL otherwise. A list's own address of its next page, in the variable
 * {@code apiUrl}, is taken in place of the path if it is another page of the same list. Routes that
 * make our webhook have the places of {@link io.bellhop.provider.registration.WebhookPlaceholders}
 * too.
 */
public final class ApiProcessor implements Processor {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)\\}");
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** Origins of what has time: enrichment of what a provider has just sent goes first. */
  private static final String BACKGROUND = "sync";

  private static final Pattern TIME = Pattern.compile("[0-9]{1,9}(ms|s|m|h|d)");

  private final ApiClients clients;
  private String provider;
  private String baseUrl;
  private String auth;
  private String headers = "";
  private String limits = "";
  private String sharedByIp = "";
  private String maxConcurrent = "";
  private String perAddress = "";
  private String mostAtOnce = "";
  private String addressLimits = "";
  private String tokenBaseUrl = "";
  private String tokenPath = "";
  private String tokenScope = "";
  private String tokenDelay = "0s";
  private String tokenRefused = "401";
  private String recordRefused = "";
  private String partRefused = "";
  private String accountRefused = "";
  private String retryAfter = "60s";
  private HeaderTemplates headerTemplates;
  private ApiClient client;

  public ApiProcessor(ApiClients clients) {
    this.clients = clients;
  }

  /** Called by Camel when all properties are set. */
  public void init() {
    headerTemplates = HeaderTemplates.parse(headers);
    client = clients.open(settings());
  }

  /**
   * Reads parameters as a start would, and opens nothing.
   *
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  public static void check(Map<String, String> parameters) {
    ApiProcessor api = new ApiProcessor(null);
    Map<String, Consumer<String>> setters =
        Map.ofEntries(
            Map.entry("provider", api::setProvider),
            Map.entry("baseUrl", api::setBaseUrl),
            Map.entry("auth", api::setAuth),
            Map.entry("headers", api::setHeaders),
            Map.entry("limits", api::setLimits),
            Map.entry("sharedByIp", api::setSharedByIp),
            Map.entry("perAddress", api::setPerAddress),
            Map.entry("addressLimits", api::setAddressLimits),
            Map.entry("maxConcurrent", api::setMaxConcurrent),
            Map.entry("mostAtOnce", api::setMostAtOnce),
            Map.entry("tokenBaseUrl", api::setTokenBaseUrl),
            Map.entry("tokenPath", api::setTokenPath),
            Map.entry("tokenScope", api::setTokenScope),
            Map.entry("tokenDelay", api::setTokenDelay),
            Map.entry("tokenRefused", api::setTokenRefused),
            Map.entry("recordRefused", api::setRecordRefused),
            Map.entry("partRefused", api::setPartRefused),
            Map.entry("accountRefused", api::setAccountRefused),
            Map.entry("retryAfter", api::setRetryAfter));
    // A template that stands in place of ours may leave some to their defaults.
    setters.forEach((name, set) -> Optional.ofNullable(parameters.get(name)).ifPresent(set));
    api.headerTemplates = HeaderTemplates.parse(api.headers);
    Auths.of(api.settings(), null);
  }

  private static int number(String maxConcurrent) {
    if (!maxConcurrent.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "parameter maxConcurrent was \""
              + maxConcurrent
              + "\": write a number of calls, or 0 for any");
    }
    return Integer.parseInt(maxConcurrent);
  }

  private ApiSettings settings() {
    return new ApiSettings(
        provider,
        baseUrl,
        List.of(auth.strip().split("\\s*\\|\\s*", -1)),
        headerTemplates,
        allowance(),
        new ApiSettings.OAuthSettings(
            tokenBaseUrl, tokenPath, tokenScope, time("tokenDelay", tokenDelay)),
        new AnswerPolicy(
            StatusCodes.parse("recordRefused", recordRefused),
            StatusCodes.parse("partRefused", partRefused),
            StatusCodes.parse("accountRefused", accountRefused),
            StatusCodes.parse("tokenRefused", tokenRefused)),
        time("retryAfter", retryAfter));
  }

  private Allowance allowance() {
    String shared = FormerNames.value("sharedByIp", sharedByIp, "perAddress", perAddress);
    String most = FormerNames.value("maxConcurrent", maxConcurrent, "mostAtOnce", mostAtOnce);
    return new Allowance(
        limits, Boolean.parseBoolean(shared), addressLimits, most.isEmpty() ? 0 : number(most));
  }

  @Override
  public void process(Exchange exchange) {
    Account account = AccountContext.of(exchange);
    String method = method(exchange);
    ApiCall call =
        new ApiCall(
            method,
            nextPage(exchange, path(exchange)),
            PathParts.of(exchange.getVariable("apiPath", String.class)),
            headerTemplates.fill(account, name -> PathIds.variable(exchange, name)),
            WITH_BODY.contains(method) ? body(exchange) : null);
    ReadAnswers.noteCall(exchange);
    RegistrationContext registering = RegistrationContext.of(exchange);
    if (registering == null) {
      Instant askedAt = clients.now();
      JsonNode answer = client.call(account, call, caller(exchange));
      exchange.getMessage().setBody(answer);
      ReadAnswers.noteAnswer(exchange);
      ReadAnswers.remember(
          exchange, exchange.getVariable("apiPath", String.class), answer, askedAt);
      return;
    }
    registering.calls(method, exchange.getVariable("apiPath", String.class));
    exchange
        .getMessage()
        .setBody(registering.webhook().hide(client.call(account, call, caller(exchange))));
    ReadAnswers.noteAnswer(exchange);
  }

  private static CallPriority caller(Exchange exchange) {
    return new CallPriority(
        exchange.getVariable("origin", "", String.class).startsWith(BACKGROUND),
        ReadAnswers.of(exchange).isBegun(),
        RegistrationContext.of(exchange) != null);
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
    String template = registering == null ? given : registering.webhook().path(given);
    Matcher place = PLACE.matcher(template);
    StringBuilder path = new StringBuilder();
    while (place.find()) {
      String value = PathIds.variable(exchange, place.group(1));
      value = value == null ? PathIds.time(exchange, place.group(1)) : value;
      if (value == null) {
        throw new PermanentFailureException(
            "what the delivery has as "
                + place.group(1)
                + " is no id: it may not be put into a URL. An id is up to 64 letters, digits, - and _");
      }
      place.appendReplacement(path, value);
    }
    return place.appendTail(path).toString();
  }

  private static String nextPage(Exchange exchange, String path) {
    String url = exchange.getVariable("apiUrl", String.class);
    return url == null ? path : NextPage.of(path, url);
  }

  private static Duration time(String parameter, String text) {
    if (!TIME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "parameter " + parameter + " was \"" + text + "\": write a time, as in 60s");
    }
    return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
  }

  public void setProvider(String provider) {
    this.provider = provider;
  }

  public void setBaseUrl(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  public void setAuth(String auth) {
    this.auth = auth;
  }

  public void setHeaders(String headers) {
    this.headers = headers;
  }

  public void setLimits(String limits) {
    this.limits = limits;
  }

  public void setSharedByIp(String sharedByIp) {
    this.sharedByIp = sharedByIp;
  }

  public void setMaxConcurrent(String maxConcurrent) {
    this.maxConcurrent = maxConcurrent;
  }

  /** The former name of {@link #setSharedByIp}. */
  public void setPerAddress(String perAddress) {
    this.perAddress = perAddress;
  }

  /** The former name of {@link #setMaxConcurrent}. */
  public void setMostAtOnce(String mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
  }

  public void setTokenPath(String tokenPath) {
    this.tokenPath = tokenPath;
  }

  public void setTokenScope(String tokenScope) {
    this.tokenScope = tokenScope;
  }

  public void setRetryAfter(String retryAfter) {
    this.retryAfter = retryAfter;
  }

  public void setAddressLimits(String addressLimits) {
    this.addressLimits = addressLimits;
  }

  public void setTokenBaseUrl(String tokenBaseUrl) {
    this.tokenBaseUrl = tokenBaseUrl;
  }

  public void setTokenDelay(String tokenDelay) {
    this.tokenDelay = tokenDelay;
  }

  public void setTokenRefused(String tokenRefused) {
    this.tokenRefused = tokenRefused;
  }

  public void setRecordRefused(String recordRefused) {
    this.recordRefused = recordRefused;
  }

  public void setPartRefused(String partRefused) {
    this.partRefused = partRefused;
  }

  public void setAccountRefused(String accountRefused) {
    this.accountRefused = accountRefused;
  }
}
