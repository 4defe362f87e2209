package io.bellhop.docs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a provider is connected: the parameters of its routes, as a table for users. */
final class ConnectionTable {
  private static final Pattern OPTION = Pattern.compile("\\{\\{([\\w.-]+)}}");
  private static final Map<String, String> VERIFIERS =
      Map.of(
          "basic", "HTTP Basic",
          "header", "a secret in a header",
          "bearer", "a bearer token",
          "token", "the listener URL alone",
          "standard-webhooks", "Standard Webhooks (Svix) signature",
          "hmac", "HMAC signature");

  private final Map<String, String> options;
  private final StringBuilder rows = new StringBuilder("| | |\n|---|---|\n");

  /**
   * @param options the provider's options with their defaults
   */
  ConnectionTable(Map<String, String> options) {
    this.options = options;
  }

  String of(Map<String, String> ingest, Map<String, String> api) {
    row("verifier", verifier(ingest));
    row("repeats have the same", code(ingest.get("idempotencyKey")));
    row("a repeat is recognized for", text(ingest.get("idempotencyWindow")));
    row("order key", code(ingest.get("orderKey")));
    row("merged events", code(ingest.get("mergeEvents")));
    row("merge window", text(ingest.get("mergeWindow")));
    row("must equal the account's `external_id`", code(ingest.get("tenant")));
    row("fields removed besides card data", code(ingest.get("drop")));
    row("API", code(api.get("baseUrl")));
    row("API authentication", code(api.get("auth")));
    row("API headers", code(api.get("headers")));
    row("rate limits", limits(api));
    row("concurrent API calls", text(first(api, "maxConcurrent", "mostAtOnce")));
    return rows.toString();
  }

  private static String verifier(Map<String, String> ingest) {
    String kind = first(ingest, "verify", "proof");
    String text = VERIFIERS.getOrDefault(kind, kind);
    if ("hmac".equals(kind)) {
      text +=
          " (`%s`) in `%s`"
              .formatted(
                  ingest.getOrDefault("signatureAlgorithm", "sha256"),
                  ingest.get("signatureHeader"));
    }
    boolean optional = "true".equals(first(ingest, "verifyOptional", "proofOptional"));
    return optional ? text + "; optional: without it the listener URL alone" : text;
  }

  private static String limits(Map<String, String> api) {
    String limits = api.get("limits");
    if (limits == null) {
      return "none";
    }
    boolean shared = "true".equals(first(api, "sharedByIp", "perAddress"));
    return code(limits) + (shared ? ", shared by all accounts" : ", for each account");
  }

  /** A parameter under its name or the one that it had before. */
  private static String first(Map<String, String> parameters, String name, String formerName) {
    return parameters.getOrDefault(name, parameters.get(formerName));
  }

  private void row(String name, String value) {
    if (value != null) {
      rows.append("| %s | %s |\n".formatted(name, value));
    }
  }

  private static String code(String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    // A bar ends a cell, within code too.
    return "`" + value.strip().replaceAll("\\s+", " ").replace("|", "\\|") + "`";
  }

  private String text(String value) {
    if (value == null) {
      return null;
    }
    Matcher option = OPTION.matcher(value);
    return option.matches()
        ? "%s (`%s`)".formatted(options.get(option.group(1)), option.group(1))
        : value;
  }
}
