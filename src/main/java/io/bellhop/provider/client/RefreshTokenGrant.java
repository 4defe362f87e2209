package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.List;
import java.util.Map;

/**
 * RFC 6749, 6. The answer may contain a new refresh token, which invalidates the sent one, so the
 * newest counts until an operator sets another for the account.
 */
record RefreshTokenGrant(ApiSettings settings) implements Grant {
  private static final String FIELD = "refresh_token";

  @Override
  public String type() {
    return FIELD;
  }

  @Override
  public List<String> fields() {
    return List.of("client_id", "client_secret", FIELD);
  }

  @Override
  public Map<String, String> form(Account account, TokenRow stored) {
    Map<String, String> form = Grant.super.form(account, stored);
    if (descends(account, stored)) {
      form.put(FIELD, stored.refresh().text());
    }
    return form;
  }

  @Override
  public RefreshToken kept(Account account, TokenRow stored, String given) {
    if (given != null) {
      return new RefreshToken(given, account.api().get(FIELD));
    }
    return descends(account, stored) ? stored.refresh() : null;
  }

  private static boolean descends(Account account, TokenRow stored) {
    return stored.refresh() != null && stored.refresh().origin().equals(account.api().get(FIELD));
  }
}
