package io.bellhop.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;

/**
 * What the API template calls: reads the path in the variable {@code apiPath} and leaves the answer
 * as the body. {@code {name}} in the path stands for a variable, which must be an id and nothing
 * else: what a payload says never gets into a URL otherwise.
 */
public final class ApiProcessor implements Processor {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)\\}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final ApiClients clients;
  private String provider;
  private String baseUrl;
  private String auth;
  private String limits = "";
  private boolean perAddress;
  private int mostAtOnce;
  private String tokenPath = "";
  private String tokenScope = "";
  private String retryAfter = "60s";
  private ApiClient client;

  public ApiProcessor(ApiClients clients) {
    this.clients = clients;
  }

  /** Called by Camel when all properties are set. */
  public void init() {
    Duration pause = Duration.ofMillis(TimeUtils.toMilliSeconds(retryAfter));
    client =
        clients.open(
            new ApiSettings(
                provider,
                baseUrl,
                auth,
                limits,
                perAddress,
                mostAtOnce,
                tokenPath,
                tokenScope,
                pause));
  }

  @Override
  public void process(Exchange exchange) {
    JsonNode answer = client.get(Current.of(exchange).account(), path(exchange));
    exchange.getMessage().setBody(answer);
  }

  static String path(Exchange exchange) {
    String template = exchange.getVariable("apiPath", String.class);
    Matcher place = PLACE.matcher(template);
    StringBuilder path = new StringBuilder();
    while (place.find()) {
      String value = exchange.getVariable(place.group(1), String.class);
      if (value == null || !ID.matcher(value).matches()) {
        throw new HopelessException(
            "what the delivery has as "
                + place.group(1)
                + " is no id: it may not be put into a URL. An id is up to 64 letters, digits, - and _");
      }
      place.appendReplacement(path, value);
    }
    return place.appendTail(path).toString();
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

  public void setLimits(String limits) {
    this.limits = limits;
  }

  public void setPerAddress(boolean perAddress) {
    this.perAddress = perAddress;
  }

  public void setMostAtOnce(int mostAtOnce) {
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
}
