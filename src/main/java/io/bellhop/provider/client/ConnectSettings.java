package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import io.bellhop.config.TemplateParameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a customer connects an account at a provider: on the provider's own page (OAuth 2.0 with an
 * authorization code), by a form, or not at all. Immutable.
 *
 * @param authorizationUrl the provider's page; empty if it has none
 * @param tokenUrl exchanges a code for a token
 * @param scope the requested scope; empty to leave it to the provider
 * @param basic whether the client's secret is sent in the header Authorization instead of the form
 * @param account maps to the account's fields from {@code {token, client_id, client_secret}}
 * @param identityPath the path that returns the customer's identity; empty if the provider has none
 * @param identity maps that answer to the account's external_id and name
 * @param fields the fields of the form with their labels, such as {@code api.token}; none for no
 *     form
 * @param help instructions for the customer before the form, in sentences
 */
public record ConnectSettings(
    String provider,
    String authorizationUrl,
    String tokenUrl,
    String scope,
    boolean basic,
    Expression account,
    String identityPath,
    Expression identity,
    Map<String, String> fields,
    List<String> help) {
  private static final Pattern URL =
      Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+/[!-~&&[^?#]]*");
  private static final Pattern FIELD = Pattern.compile("(api|webhook)\\.[a-z_]{1,40}|external_id");

  /**
   * @throws IllegalArgumentException names the invalid parameter
   */
  static ConnectSettings of(TemplateParameters given) {
    String page = given.text("connectUrl");
    String token = given.text("connectTokenUrl");
    if (!page.isEmpty() && !URL.matcher(page).matches()) {
      throw given.wrong("connectUrl", "must be a URL without a query");
    }
    if (!page.isEmpty() && !URL.matcher(token).matches()) {
      throw given.wrong("connectTokenUrl", "must be a URL without a query, if connectUrl is set");
    }
    String client = given.text("connectClient");
    if (!page.isEmpty() && !Set.of("basic", "form").contains(client)) {
      throw given.wrong("connectClient", "must be basic or form");
    }
    return new ConnectSettings(
        given.text("provider"),
        page,
        token,
        given.text("connectScope"),
        client.equals("basic"),
        jslt(given, "connectAccount"),
        given.text("connectIdentityPath"),
        jslt(given, "connectIdentity"),
        fields(given),
        texts(given.text("connectHelp"), "\\|"));
  }

  /** Whether customers can connect accounts at all. */
  public boolean isDeclared() {
    return hasPage() || !fields.isEmpty();
  }

  /** Whether the provider has its own page. */
  public boolean hasPage() {
    return !authorizationUrl.isEmpty();
  }

  /**
   * The result of a mapping; null if it fails. It throws no exception, whose text would quote a
   * token.
   */
  public static JsonNode map(Expression mapping, JsonNode input) {
    try {
      JsonNode output = mapping.apply(input);
      return output.isObject() ? output : null;
    } catch (JsltException e) {
      return null;
    }
  }

  private static Expression jslt(TemplateParameters given, String name) {
    try {
      return Parser.compileString(given.isSet(name) ? given.text(name) : "{}", Set.of());
    } catch (JsltException e) {
      throw given.wrong(name, "is not a JSLT expression: " + e.getMessage());
    }
  }

  private static Map<String, String> fields(TemplateParameters given) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : texts(given.text("connectFields"), ";")) {
      String[] words = part.split("\\s*=\\s*", 2);
      if (words.length < 2 || !FIELD.matcher(words[0]).matches()) {
        throw given.wrong(
            "connectFields",
            "must be fields of an account with labels: api.token = The token; ...");
      }
      fields.put(words[0], words[1]);
    }
    return fields;
  }

  private static List<String> texts(String all, String separator) {
    return Arrays.stream(all.split(separator))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList();
  }
}
