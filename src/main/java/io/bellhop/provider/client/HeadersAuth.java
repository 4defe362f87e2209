package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Collection;

/**
 * Authenticates by keys in the provider's own headers; {@link HeaderTemplates} sends them with
 * every call.
 */
final class HeadersAuth implements Auth {
  private final HeaderTemplates headers;

  HeadersAuth(HeaderTemplates headers) {
    this.headers = headers;
  }

  @Override
  public boolean fits(Account account) {
    return headers.hasCredentials(account);
  }

  @Override
  public Collection<String> fields() {
    return headers.fields();
  }

  @Override
  public String needs() {
    return headers.needs();
  }

  @Override
  public String authorization(Account account) {
    return null;
  }
}
