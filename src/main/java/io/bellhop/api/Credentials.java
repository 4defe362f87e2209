package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The maps {@code api} and {@code webhook} of an account: merged with what is stored, key by key,
 * and masked for reading. Texts about what is wrong name only keys that we know ourselves.
 */
final class Credentials {
  static final String MASK = "***";

  /** What helps whoever looks at an account, and opens nothing. */
  private static final Set<String> HARMLESS =
      Set.of(
          "base_url",
          "username",
          "header",
          "client_id",
          "reservations",
          "user_agent",
          "workspace_id",
          "integration_account_id",
          "own_user_id");

  private static final Set<String> PROOFS =
      Set.of("username", "password", "secret", "header", "value", "token");

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final String SIGNING_SECRET = "whsec_";

  /** What fits into its column after encryption, with room to spare. */
  private static final int MOST_CHARACTERS = 20_000;

  private final String field;
  private final Map<String, String> merged;
  private final BiConsumer<String, String> wrong;

  /**
   * @param wrong is told the field and what is wrong with it
   */
  Credentials(String field, Map<String, String> stored, BiConsumer<String, String> wrong) {
    this.field = field;
    this.merged = new LinkedHashMap<>(stored);
    this.wrong = wrong;
  }

  /** What opens the provider's API. */
  Map<String, String> api(JsonNode given) {
    merge(given);
    String base = merged.get("base_url");
    if (base != null) {
      merged.put("base_url", origin(base));
    }
    return Map.copyOf(merged);
  }

  /** What proves the provider's webhooks. */
  Map<String, String> webhook(JsonNode given) {
    merge(given);
    if (!PROOFS.containsAll(merged.keySet())) {
      wrong.accept(field, "may have username, password, secret, header, value and token");
    }
    together("username", "password");
    together("header", "value");
    if (merged.getOrDefault("username", "").contains(":")) {
      wrong.accept("webhook.username", "must not have a colon");
    }
    if (merged.containsKey("header") && !HEADER.matcher(merged.get("header")).matches()) {
      wrong.accept("webhook.header", "must be the name of a header");
    }
    String secret = merged.getOrDefault("secret", "");
    if (secret.startsWith(SIGNING_SECRET) && !isKey(secret.substring(SIGNING_SECRET.length()))) {
      wrong.accept("webhook.secret", "must have 16 to 128 bytes in base64 behind whsec_");
    }
    return Map.copyOf(merged);
  }

  static Map<String, String> masked(Map<String, String> clear) {
    Map<String, String> masked = new java.util.TreeMap<>(clear);
    masked.replaceAll((key, value) -> HARMLESS.contains(key) ? value : MASK);
    return masked;
  }

  private void merge(JsonNode given) {
    if (given == null) {
      return;
    }
    if (given.isNull()) {
      merged.clear();
    } else if (given.isObject()) {
      given.properties().forEach(entry -> put(entry.getKey(), entry.getValue()));
    } else {
      wrong.accept(field, "must be an object");
    }
    if (merged.values().stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
      wrong.accept(field, "must have at most " + MOST_CHARACTERS + " characters in all");
    }
  }

  private void put(String key, JsonNode value) {
    if (!KEY.matcher(key).matches()) {
      wrong.accept(field, "names must be small letters, digits, underscores and dashes");
    } else if (value.isNull()) {
      merged.remove(key);
    } else if (!AccountForm.isTextOrNumber(value) || value.asText().isEmpty()) {
      wrong.accept(field, "every value must be a number or a text that is not empty");
    } else if (value.asText().chars().anyMatch(Character::isISOControl)) {
      // It goes into a header of a request to the provider.
      wrong.accept(field, "no value may have control characters");
    } else if (!value.asText().equals(MASK)) {
      merged.put(key, value.asText());
    } else if (!merged.containsKey(key)) {
      wrong.accept(field, MASK + " keeps a stored value, and there is none");
    }
  }

  private void together(String one, String other) {
    if (merged.containsKey(one) != merged.containsKey(other)) {
      wrong.accept(field, one + " and " + other + " belong together");
    }
  }

  /** Scheme, host and port; version paths belong to the routes. */
  private String origin(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean bare =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getPort() <= 65_535;
      if (bare && (scheme.equals("http") || scheme.equals("https"))) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
      }
    } catch (URISyntaxException e) {
      // the text below says it
    }
    wrong.accept("api.base_url", "must be http or https, a host and perhaps a port, nothing else");
    return text;
  }

  private static boolean isKey(String base64) {
    try {
      int length = Base64.getDecoder().decode(base64).length;
      return length >= 16 && length <= 128;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
