package io.bellhop.console;

import io.bellhop.connect.ConnectLink;
import io.bellhop.connect.ConnectLinks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Words and links of the pages by which a customer connects an account. */
final class ConnectPage {
  /** The steps after the account exists, in this order. */
  static final Map<String, String> STEPS = steps();

  /** Values that need no masking in a form. */
  private static final Set<String> OPEN_FIELDS =
      Set.of("external_id", "api.client_id", "api.username", "webhook.username");

  private static final Map<String, String> WORDS =
      Map.of(
          "done", "done",
          "failed", "failed",
          "by_hand", "set up by hand, as described below",
          "not_checked", "not tried",
          "not_supported", "this provider has none",
          "open", "not begun");

  private ConnectPage() {}

  static String asset(String name) {
    return ConsoleAssets.url(ConnectLinks.BASE, name);
  }

  static boolean isSecret(String field) {
    return !OPEN_FIELDS.contains(field);
  }

  static String word(String state) {
    return WORDS.getOrDefault(state, state);
  }

  /** Whether a step failed that can be retried. */
  static boolean isOpen(ConnectLink link) {
    return STEPS.keySet().stream()
        .map(link::state)
        .anyMatch(state -> state.equals("open") || state.equals("failed"));
  }

  private static Map<String, String> steps() {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put(ConnectLink.CREDENTIALS, "Credentials");
    steps.put(ConnectLink.WEBHOOK, "Webhook");
    steps.put(ConnectLink.FIRST_LOAD, "First load");
    return steps;
  }
}
