package io.bellhop.provider.registration;

import io.bellhop.account.Account;
import io.bellhop.config.Options;
import io.bellhop.ingest.Listeners;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The manual steps for a provider without a route that creates the webhook. */
final class ManualSteps {
  private final Options options;
  private final Listeners listeners;

  ManualSteps(Options options, Listeners listeners) {
    this.options = options;
    this.listeners = listeners;
  }

  /** The steps of the provider's folder, or the general ones if it has none. */
  Map<String, List<String>> of(Account account, String listenerUrl) {
    String own = options.all().get("bellhop." + account.provider() + ".manual-set-up");
    Map<String, List<String>> details = new LinkedHashMap<>();
    details.put(
        "steps",
        own == null || own.isBlank()
            ? usual(account)
            : Arrays.stream(own.split("\\|")).map(String::strip).toList());
    details.put("listener_url", List.of(listenerUrl));
    return details;
  }

  private List<String> usual(Account account) {
    List<String> steps = new ArrayList<>();
    steps.add("In the provider's settings, add a webhook with the listener URL, for all events");
    Set<String> fields = new TreeSet<>(listeners.verifierFields(account.provider()));
    if (!fields.isEmpty()) {
      steps.add(
          "Give it the same credentials as this account has under webhook ("
              + String.join(", ", fields)
              + "), or set what the provider gives you there by PUT");
    }
    steps.add("Have the provider send a test, and look for it with GET /api/v1/inbox");
    return steps;
  }
}
