package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Collection;
import java.util.List;

/** A given token that does not expire (RFC 6750, 2.1). */
final class BearerAuth implements Auth {
  static final String SCHEME = "Bearer ";

  @Override
  public boolean fits(Account account) {
    return account.api().containsKey("token");
  }

  @Override
  public Collection<String> fields() {
    return List.of("token");
  }

  @Override
  public String needs() {
    return "api.token";
  }

  @Override
  public String authorization(Account account) {
    return SCHEME + account.api().get("token");
  }
}
