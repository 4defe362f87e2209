package io.bellhop.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import io.bellhop.net.AddressSet;
import io.bellhop.validation.FieldReader;
import io.bellhop.validation.TextRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The maps {@code api} and {@code webhook} of an account: merged with the stored ones, name by
 * name, and masked for reading. The provider's folder defines their names. This class normalises or
 * rejects values; otherwise users would learn of an unusable secret only from rejected webhooks.
 * For one body. Not thread-safe.
 */
public final class Credentials {
  public static final String MASK = "***";

  /**
   * The field under {@code webhook} of every provider with the addresses from which its webhooks
   * may come.
   */
  public static final String ALLOWED_ADDRESSES = "allowed_addresses";

  private static final String API = "api";
  private static final String WEBHOOK = "webhook";
  private static final String BASE_URL = "base_url";
  private static final String TOKEN_BASE_URL = "token_base_url";

  /** Fields that are not secret and help an operator who reads an account. */
  private static final Set<String> HARMLESS =
      Set.of(
          BASE_URL,
          TOKEN_BASE_URL,
          ALLOWED_ADDRESSES,
          "username",
          "header",
          "client_id",
          "reservations",
          "user_agent",
          "workspace_id",
          "integration_account_id",
          "own_user_id");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  /** White space and invisible characters, which copy and paste adds at the ends. */
  private static final Pattern AROUND =
      Pattern.compile("^[\\s\\p{Z}\\uFEFF\\u200B\\u2060]+|[\\s\\p{Z}\\uFEFF\\u200B\\u2060]+$");

  /** The limit of characters, which after encryption fit into the column with room to spare. */
  private static final int MAX_CHARACTERS = 20_000;

  private final String provider;
  private final ProviderRules rules;
  private final FieldReader given;

  /**
   * @param given the account's attributes and their faults
   */
  Credentials(String provider, ProviderRules rules, FieldReader given) {
    this.provider = provider;
    this.rules = rules;
    this.given = given;
  }

  /** The credentials for the provider's API. */
  Map<String, String> api(Map<String, String> stored) {
    return merge(API, stored, isLoaded() ? rules.apiFields(provider) : Optional.empty());
  }

  /** The credentials that authenticate the provider's webhooks. */
  Map<String, String> webhook(Map<String, String> stored) {
    if (!isLoaded()) {
      return merge(WEBHOOK, stored, Optional.empty());
    }
    Map<String, String> merged = merge(WEBHOOK, stored, Optional.of(rules.webhookFields(provider)));
    together(merged, "username", "password");
    together(merged, "header", "value");
    return merged;
  }

  public static Map<String, String> masked(Map<String, String> clear) {
    Map<String, String> masked = new TreeMap<>(clear);
    masked.replaceAll((name, value) -> HARMLESS.contains(name) ? value : MASK);
    return masked;
  }

  /** Whether the provider is known. An unknown provider is a separate fault, and has no names. */
  private boolean isLoaded() {
    return rules.providers().contains(provider);
  }

  /**
   * @param known the allowed names; empty if no folder defines them
   */
  private Map<String, String> merge(
      String map, Map<String, String> stored, Optional<Set<String>> known) {
    JsonNode values = given.get(map);
    if (values == null) {
      return stored;
    }
    if (values.isNull()) {
      return Map.of();
    }
    if (!values.isObject()) {
      given.add(map, "must be an object");
      return stored;
    }
    Map<String, String> merged = new LinkedHashMap<>(stored);
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      String name = entry.getKey();
      if (isKnown(map, name, stored, known)) {
        put(map, name, entry.getValue(), merged);
      }
    }
    if (merged.values().stream().mapToInt(String::length).sum() > MAX_CHARACTERS) {
      given.add(map, "must have at most " + MAX_CHARACTERS + " characters in all");
    }
    return Map.copyOf(merged);
  }

  /**
   * Whether a name is allowed. A caller may send back stored values even if no code reads them any
   * more.
   */
  private boolean isKnown(
      String map, String name, Map<String, String> stored, Optional<Set<String>> known) {
    if (stored.containsKey(name)
        || isAllowedAddresses(map, name)
        || known.map(names -> names.contains(name)).orElse(NAME.matcher(name).matches())) {
      return true;
    }
    if (known.isEmpty()) {
      given.add(map, "names must have lower-case letters, digits, underscores and hyphens alone");
    } else if (known.get().isEmpty()) {
      given.add(map, "must be left out: the listener URL alone identifies this provider");
    } else {
      given.addName(map, map + "." + name, Suggestions.unknown(name, known.get()));
    }
    return false;
  }

  private void put(String map, String name, JsonNode value, Map<String, String> merged) {
    String field = map + "." + name;
    if (value.isNull() || isAllowedAddresses(map, name) && value.isArray() && value.isEmpty()) {
      merged.remove(name);
      return;
    }
    if (isAllowedAddresses(map, name)) {
      putAddresses(field, value, merged);
      return;
    }
    String text =
        FieldReader.isTextOrNumber(value) ? AROUND.matcher(value.asText()).replaceAll("") : "";
    if (text.isEmpty()) {
      given.add(field, "must be a whole number or a text that is not empty");
    } else if (text.equals(MASK)) {
      if (!merged.containsKey(name)) {
        given.add(field, "is " + MASK + ", which keeps the stored value, and none is stored");
      }
    } else if (!text.equals(merged.get(name))) {
      String fault = TextRules.fault(text, MAX_CHARACTERS);
      if (fault == null) {
        merged.put(name, map.equals(API) ? ofApi(name, text) : ofWebhook(name, text));
      } else {
        given.add(field, fault);
      }
    }
  }

  private static boolean isAllowedAddresses(String map, String name) {
    return map.equals(WEBHOOK) && name.equals(ALLOWED_ADDRESSES);
  }

  /** Accepts a list, or one text with commas, because a caller may send back what it has read. */
  private void putAddresses(String field, JsonNode value, Map<String, String> merged) {
    List<String> ranges = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      Stream.of(one.asText().split(",")).map(String::strip).forEach(ranges::add);
    }
    try {
      AddressSet.of(ranges);
      merged.put(ALLOWED_ADDRESSES, String.join(", ", ranges));
    } catch (IllegalArgumentException e) {
      given.add(field, e.getMessage());
    }
  }

  private String ofApi(String name, String text) {
    if (name.equals(BASE_URL) || name.equals(TOKEN_BASE_URL)) {
      return baseUrl(name, text);
    }
    if (name.equals("username") && text.contains(":")) {
      given.add(
          "api.username", "must not have a colon, which ends a user name in Basic authentication");
    }
    return text;
  }

  private String ofWebhook(String name, String text) {
    if (!isLoaded()) {
      return text;
    }
    try {
      return rules.webhookField(provider, name, text);
    } catch (IllegalArgumentException e) {
      given.add("webhook." + name, e.getMessage());
      return text;
    }
  }

  private void together(Map<String, String> merged, String one, String other) {
    if (merged.containsKey(one) != merged.containsKey(other)) {
      given.add(WEBHOOK, one + " and " + other + " belong together");
    }
  }

  /** Reads scheme, host and port; version paths belong to the routes. */
  private String baseUrl(String name, String text) {
    String origin = WebOrigin.of(text);
    String fault =
        origin == null
            ? "must be http or https, a host and optionally a port, nothing else"
            : rules.baseUrlFault(origin);
    if (fault != null) {
      given.add("api." + name, fault);
    }
    return origin == null ? text : origin;
  }
}
