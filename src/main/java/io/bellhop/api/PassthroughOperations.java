package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.json.Json;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.client.Passthrough;
import io.bellhop.validation.FieldReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** /integration_accounts/{id}/passthrough: an unchanged call to the provider's API. Thread-safe. */
final class PassthroughOperations {
  private static final String TYPE = "passthrough";
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** Headers that identify neither the caller nor the host. */
  private static final Set<String> HEADERS =
      Set.of("accept-language", "idempotency-key", "if-match", "if-none-match");

  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~][ -~]{0,199}");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.\\[\\]$-]{1,100}");

  /** Many servers reject URLs beyond about 8,000 characters. */
  private static final int LONGEST_QUERY = 6000;

  private final ApiClients apis;
  private final Accounts accounts;
  private final ObjectMapper mapper;
  private final Clock clock;

  PassthroughOperations(ApiClients apis, Accounts accounts, ObjectMapper mapper, Clock clock) {
    this.apis = apis;
    this.accounts = accounts;
    this.mapper = mapper;
    this.clock = clock;
  }

  /** The note for the audit record, which names the rule of the call but no values. */
  String note(ApiRequest request) {
    Optional<String> rule = Optional.empty();
    try {
      JsonNode given = request.attributes(TYPE);
      UUID id = request.uuid();
      rule =
          accounts
              .current(id)
              .flatMap(account -> apis.passthrough(account.provider()))
              .flatMap(api -> api.rule(text(given, "method"), text(given, "path")));
    } catch (ApiError e) {
      // The call itself reports the fault.
    }
    return rule.orElseGet(() -> String.join(", ", request.body().names()));
  }

  ApiAnswer call(ApiRequest request, Account account) {
    Passthrough api =
        apis.passthrough(account.provider())
            .filter(one -> !one.rules().isEmpty())
            .orElseThrow(
                () ->
                    ApiError.notSupported(
                        "The provider's folder allows no calls: list them in the"
                            + " parameter passthrough of its bellhop-api route"));
    Passthrough.Call call = read(request, api);
    requireUse(account);
    try {
      return answer(
          account,
          api.call(account, call)
              .orElseThrow(
                  () ->
                      ApiError.noAnswer(
                          "The provider's API gave no whole answer: it may have done what was"
                              + " asked")));
    } catch (CredentialsException e) {
      throw ApiError.refused("provider_refused", e.getMessage());
    } catch (RetryableException e) {
      throw ApiError.later("provider_unavailable", e.getMessage(), e.at(), clock.instant());
    }
  }

  /**
   * @throws ApiError if the account cannot make calls now
   */
  static void requireUse(Account account) {
    if (!account.active()) {
      throw ApiError.refused(
          "account_inactive", "The account is switched off: its is_active is false");
    }
    if (account.revoked()) {
      throw ApiError.refused(
          "account_revoked",
          "The customer has withdrawn the authorization: give the account new api credentials by"
              + " PUT");
    }
  }

  private Passthrough.Call read(ApiRequest request, Passthrough api) {
    FieldReader given = new FieldReader(request.attributes(TYPE));
    String method = given.text("method", "GET", 10);
    String path = given.text("path", "", 1000);
    if (!METHODS.contains(method)) {
      given.add("method", "must be GET, POST, PUT, PATCH or DELETE");
    } else if (api.rule(method, path).isEmpty()) {
      given.add(
          "path",
          "must be exactly a path that the provider's folder allows with this method, an"
              + " id being up to 64 letters, digits, - and _: "
              + String.join("; ", api.rules()));
    }
    String query = query(given);
    Map<String, String> headers = headers(given);
    JsonNode body = given.has("body") ? given.get("body") : null;
    if (body != null && (!body.isContainerNode() || !WITH_BODY.contains(method))) {
      given.add("body", "must be a JSON object or array, of POST, PUT or PATCH");
    }
    given.check();
    return new Passthrough.Call(
        method, path, query, headers, body == null ? null : body.toString());
  }

  private static String query(FieldReader given) {
    JsonNode parameters = given.get("query");
    if (!given.has("query")) {
      return "";
    }
    StringJoiner query = new StringJoiner("&");
    boolean isRight = parameters.isObject();
    for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
      JsonNode values = parameter.getValue();
      isRight &= PARAMETER.matcher(parameter.getKey()).matches();
      for (JsonNode value : values.isArray() ? values : List.of(values)) {
        isRight &= value.isValueNode() && !value.isNull();
        query.add(encode(parameter.getKey()) + "=" + encode(value.asText()));
      }
    }
    if (!isRight || query.length() > LONGEST_QUERY) {
      given.add(
          "query",
          "must be an object of texts, numbers, booleans or arrays of them, at most "
              + LONGEST_QUERY
              + " characters when written out, with names of letters, digits and _ . - $ [ ]");
    }
    return query.toString();
  }

  private static String encode(String text) {
    // URLEncoder writes a space as a plus sign, which would stay a plus sign in a path or a
    // signature.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> headers(FieldReader given) {
    JsonNode headers = given.get("headers");
    Map<String, String> sent = new HashMap<>();
    if (!given.has("headers")) {
      return sent;
    }
    boolean isRight = headers.isObject();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      isRight &= HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT));
      isRight &= header.getValue().isTextual();
      isRight &= HEADER_VALUE.matcher(header.getValue().asText()).matches();
      sent.put(header.getKey(), header.getValue().asText());
    }
    if (!isRight) {
      given.add(
          "headers",
          "must be an object of ASCII texts with these names: "
              + String.join(", ", new TreeSet<>(HEADERS)));
    }
    return sent;
  }

  private ApiAnswer answer(Account account, Passthrough.Reply reply) {
    ObjectNode attributes = ApiAnswer.object().put("status", reply.status());
    if (reply.meantStatus() != reply.status()) {
      attributes.put("meant_status", reply.meantStatus());
    }
    attributes.set("body", body(reply.body()));
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(account.id().toString(), TYPE, attributes));
  }

  /** JSON unchanged, anything else as a text. */
  private JsonNode body(byte[] bytes) {
    try {
      JsonNode json = Json.read(mapper, bytes);
      if (json != null && !json.isMissingNode()) {
        return json;
      }
    } catch (IOException e) {
      // The answer is not JSON.
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.isEmpty() ? mapper.nullNode() : mapper.getNodeFactory().textNode(text);
  }

  private static String text(JsonNode given, String field) {
    return given.path(field).asText(field.equals("method") ? "GET" : "");
  }
}
