package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import java.util.List;

/** Finds an integration account of a hub. */
final class AccountLookup {
  private final HubApi api;

  AccountLookup(HubApi api) {
    this.api = api;
  }

  /**
   * @param wanted its id or name; null if there is but one
   * @throws CommandException if there is no such account, with the names of the existing ones
   */
  JsonNode find(String provider, String wanted) {
    List<JsonNode> all =
        api.all("/integration_accounts").stream()
            .filter(a -> a.at("/attributes/provider").asText().equals(provider))
            .toList();
    List<JsonNode> found =
        all.stream()
            .filter(a -> wanted == null || id(a).equals(wanted) || name(a).equals(wanted))
            .toList();
    if (all.isEmpty()) {
      throw new CommandException(
          "the hub at " + api.hub() + " has no integration account of " + provider);
    }
    if (found.isEmpty()) {
      throw new CommandException(
          provider
              + " has no account "
              + wanted
              + "; "
              + Suggestions.few(wanted, all.stream().map(AccountLookup::name).toList()));
    }
    if (found.size() > 1) {
      throw new CommandException(
          "there are several accounts, name one with --account: "
              + String.join(
                  ", ", found.stream().map(a -> name(a) + " (" + id(a) + ")").limit(10).toList()));
    }
    return found.get(0);
  }

  private static String id(JsonNode account) {
    return account.path("id").asText();
  }

  private static String name(JsonNode account) {
    return account.at("/attributes/name").asText();
  }
}
