package io.bellhop.provider.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.failure.MissingAccountFieldException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Bellhop's webhook at a provider, in the form that the routes that register it may see. Bellhop
 * fills in the listener URL and the account's values when it calls the API, and hides them again in
 * the answer: a route compares and sends them without knowing them.
 *
 * <p>{@code {listener_url}}, {@code {external_id}}, {@code {api.x}} and {@code {webhook.x}} stand
 * for the account's values, {@code {a|b}} for the first of two that the account has, {@code {null}}
 * for a null (which JSLT leaves out). In a body they must be a whole text or a whole name.
 *
 * @param written the places that the route writes, as in {@code webhook.username} or {@code
 *     api.x|external_id}, in their order; Bellhop replaces their values in an answer by the same
 *     text
 */
public record WebhookPlaceholders(Account account, String listenerUrl, List<String> written) {
  /** How the account's own signing secret appears in an answer. */
  public static final String SECRET = "{webhook.secret}";

  private static final String LISTENER = "listener_url";

  /**
   * The placeholder for a URL of Bellhop that is not the present listener URL, as after a change of
   * the public URL.
   */
  private static final String OLD_LISTENER = "{old_listener_url}";

  private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9_.|-]*)}");

  /**
   * A path may contain only values that are not secret, and the listener URL, which some APIs need
   * as an id.
   */
  private static final Pattern IN_PATH =
      Pattern.compile(
          "\\{((?:listener_url|external_id|api\\.[a-z0-9_-]+)"
              + "(?:\\|(?:external_id|api\\.[a-z0-9_-]+))*)}");

  /** Hidden in answers even if the route does not write them. */
  private static final List<String> SECRETS =
      List.of("webhook.value", "webhook.secret", "webhook.password", "webhook.token");

  public WebhookPlaceholders(Account account, String listenerUrl) {
    this(account, listenerUrl, List.of());
  }

  /** The placeholders in a text, in their order. */
  public static List<String> places(String text) {
    return PLACE.matcher(text).results().map(place -> place.group(1)).distinct().toList();
  }

  /** Fills placeholders in a path or query. A value cannot change the rest of the path. */
  public String path(String template) {
    Matcher place = IN_PATH.matcher(template);
    StringBuilder path = new StringBuilder();
    while (place.find()) {
      String encoded = URLEncoder.encode(value(place.group(1)), StandardCharsets.UTF_8);
      place.appendReplacement(path, Matcher.quoteReplacement(encoded.replace("+", "%20")));
    }
    return place.appendTail(path).toString();
  }

  /** Fills placeholders in a body. */
  public JsonNode fill(JsonNode body) {
    return changed(body, this::name, this::filled);
  }

  private JsonNode filled(JsonNode value) {
    Matcher place = PLACE.matcher(value.isTextual() ? value.textValue() : "");
    if (!place.matches()) {
      return value;
    }
    return place.group(1).equals("null")
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.textNode(value(place.group(1)));
  }

  /** Replaces values in an answer by their placeholders. */
  public JsonNode hide(JsonNode answer) {
    return changed(
        answer,
        this::hiddenName,
        value ->
            value.isTextual()
                ? JsonNodeFactory.instance.textNode(hidden(value.textValue()))
                : value);
  }

  /**
   * Returns a comparable form: a value becomes its placeholder, whether it is a number or a text,
   * and of several placeholders with one value always the same one.
   */
  public JsonNode canonical(JsonNode compared) {
    return changed(compared, this::canonical, this::canonicalValue);
  }

  private JsonNode canonicalValue(JsonNode value) {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      return value;
    }
    String text = canonical(value.asText());
    return text.equals(value.asText()) ? value : JsonNodeFactory.instance.textNode(text);
  }

  /** A tree with other names and other values. */
  private static JsonNode changed(
      JsonNode tree, UnaryOperator<String> name, UnaryOperator<JsonNode> value) {
    if (tree instanceof ObjectNode object) {
      ObjectNode changed = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(f -> changed.set(name.apply(f.getKey()), changed(f.getValue(), name, value)));
      return changed;
    }
    if (tree instanceof ArrayNode array) {
      ArrayNode changed = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> changed.add(changed(item, name, value)));
      return changed;
    }
    return value.apply(tree);
  }

  private String canonical(String text) {
    Matcher place = PLACE.matcher(text);
    String value = place.matches() ? found(place.group(1)) : null;
    return value == null ? hidden(text) : hidden(value);
  }

  /** The value if the text is a placeholder for a value that is not secret; otherwise the text. */
  public String reveal(String text) {
    Matcher place = PLACE.matcher(text);
    boolean open = place.matches() && !SECRETS.contains(place.group(1)) && !isUrl(text);
    String value = open ? found(place.group(1)) : null;
    return value == null ? text : value;
  }

  private static boolean isUrl(String text) {
    return text.equals("{" + LISTENER + "}") || text.equals(OLD_LISTENER);
  }

  private String hidden(String text) {
    if (isOurs(text)) {
      return bare(text).equals(bare(listenerUrl)) ? "{" + LISTENER + "}" : OLD_LISTENER;
    }
    return Stream.concat(written.stream(), SECRETS.stream())
        .filter(place -> text.equals(found(place)))
        .findFirst()
        .map(place -> "{" + place + "}")
        .orElse(text);
  }

  /** Whether a URL has this account's token, which is unique, whatever precedes the token. */
  private boolean isOurs(String text) {
    String path = "/hooks/" + account.provider() + "/" + account.listenerToken();
    int at = text.indexOf(path);
    int end = at + path.length();
    return at >= 0 && (end == text.length() || "/?#".indexOf(text.charAt(end)) >= 0);
  }

  /**
   * Normalises a URL, because providers may write it differently: the host in capitals, or the
   * default port.
   */
  private static String bare(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      int usual = scheme.equals("https") ? 443 : 80;
      return scheme
          + "://"
          + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT)
          + ":"
          + (uri.getPort() < 0 ? usual : uri.getPort())
          + String.valueOf(uri.getRawPath()).replaceAll("/+$", "")
          + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    } catch (URISyntaxException e) {
      return url;
    }
  }

  private String name(String key) {
    Matcher place = PLACE.matcher(key);
    return place.matches() ? value(place.group(1)) : key;
  }

  private String hiddenName(String key) {
    return key.equalsIgnoreCase(account.webhook().get("header")) ? "{webhook.header}" : hidden(key);
  }

  private String value(String names) {
    String value = found(names);
    if (value == null) {
      throw new MissingAccountFieldException(
          "the account has no " + names.replace("|", " and no ") + ": set it by PUT");
    }
    return value;
  }

  /** The first value that the account has; null if it has none. */
  private String found(String names) {
    return Arrays.stream(names.split("\\|"))
        .map(this::field)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private String field(String name) {
    return switch (name) {
      case LISTENER -> listenerUrl;
      case "external_id" -> account.externalId();
      default ->
          name.startsWith("webhook.")
              ? account.webhook().get(name.substring("webhook.".length()))
              : name.startsWith("api.") ? account.api().get(name.substring("api.".length())) : null;
    };
  }

  /** Omits the URL, because logs may contain this text. */
  @Override
  public String toString() {
    return "WebhookPlaceholders[" + account + "]";
  }
}
