package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of an account that a provider's API reads, as the provider's folder declares. */
record ApiAccountFields(ApiSettings settings, Auths auths) {
  private static final String BASE_URL = "base_url";

  /** Set if tokens come from another host, as for an account of a sandbox. */
  private static final String TOKEN_BASE_URL = "token_base_url";

  /** All names that an account may have under {@code api}. */
  Set<String> fields() {
    Set<String> fields = new TreeSet<>(auths.fields());
    fields.addAll(settings.headers().fields());
    fields.add(BASE_URL);
    if (!settings.oauth().baseUrl().isEmpty()) {
      fields.add(TOKEN_BASE_URL);
    }
    return fields;
  }

  /** The fields that the account needs for calls; empty if it has credentials. */
  Optional<String> lacks(Account account) {
    return auths.lacks(account).map(fields -> fields.replace("api.", ""));
  }
}
