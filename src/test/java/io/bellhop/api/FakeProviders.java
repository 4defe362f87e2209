package io.bellhop.api;

import io.bellhop.account.Account;
import io.bellhop.account.AccountCheck;
import io.bellhop.account.ProviderRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Three providers: one with all proofs that there are, one with none, one without an API. */
public record FakeProviders(Set<String> privateHosts) implements ProviderRules {
  private static final Map<String, Set<String>> PROOFS =
      new TreeMap<>(
          Map.of(
              "pms-a",
              Set.of("username", "password", "secret", "header", "value", "token"),
              "pms-b",
              Set.of(),
              "pms-c",
              Set.of("secret")));

  public FakeProviders() {
    this(Set.of("http://10.0.0.1"));
  }

  @Override
  public Set<String> providers() {
    return PROOFS.keySet();
  }

  @Override
  public Set<String> webhookFields(String provider) {
    return new TreeSet<>(PROOFS.get(provider));
  }

  @Override
  public String webhookField(String provider, String field, String value) {
    if (value.equals("bad")) {
      throw new IllegalArgumentException("must be better");
    }
    return value.equals("pasted") ? "kept" : value;
  }

  @Override
  public boolean namesCustomer(String provider) {
    return provider.equals("pms-a");
  }

  @Override
  public Optional<Set<String>> apiFields(String provider) {
    return provider.equals("pms-c")
        ? Optional.empty()
        : Optional.of(
            new TreeSet<>(
                Set.of("base_url", "token", "client_id", "client_secret", "username", "x-key")));
  }

  @Override
  public String baseUrlFault(String origin) {
    return privateHosts.contains(origin) ? "names a private host" : null;
  }

  @Override
  public AccountCheck check(Account account) {
    return AccountCheck.notChecked("there is no call for it");
  }

  @Override
  public List<String> notes(Account account) {
    return List.of();
  }
}
