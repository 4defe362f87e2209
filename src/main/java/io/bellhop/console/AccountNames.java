package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of accounts by id, for people. */
record AccountNames(Map<String, Item> byId) {
  /** The first hundred: beyond them the console shows ids. */
  static AccountNames read(ConsoleApi api) {
    Map<String, Item> byId = new LinkedHashMap<>();
    api.get("/integration_accounts", Map.of("pagination[limit]", 100))
        .items()
        .forEach(account -> byId.put(account.id(), account));
    return new AccountNames(byId);
  }

  Iterable<Item> all() {
    return byId.values();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  Set<String> providers() {
    Set<String> providers = new TreeSet<>();
    byId.values().forEach(account -> providers.add(account.text("provider")));
    return providers;
  }

  /** How an account's webhooks prove that they come from its provider. */
  String proofOf(String id) {
    Item account = byId.get(id);
    Set<String> credentials = account == null ? Set.of() : account.fields("webhook").keySet();
    if (credentials.contains("secret")) {
      return "its signature was verified";
    }
    if (credentials.contains("password")) {
      return "its user name and password were verified";
    }
    return credentials.contains("value") || credentials.contains("token")
        ? "its secret header was verified"
        : "it came to the secret listener URL";
  }

  /** The name of an account; its id if the name is unknown. */
  String of(String id) {
    Item account = byId.get(id);
    return account == null ? id : account.text("name");
  }
}
