package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Authenticates by an access token that expires, which Bellhop fetches with the account's
 * credentials: see {@link Grant}.
 */
final class OAuth2Auth implements Auth {
  private final Grant grant;
  private final Tokens tokens;

  OAuth2Auth(Grant grant, Tokens tokens) {
    this.grant = grant;
    this.tokens = tokens;
  }

  @Override
  public boolean fits(Account account) {
    return account.api().keySet().containsAll(grant.fields());
  }

  @Override
  public Collection<String> fields() {
    return grant.fields();
  }

  @Override
  public String needs() {
    return grant.fields().stream().map(f -> "api." + f).collect(Collectors.joining(" and "));
  }

  @Override
  public String authorization(Account account) {
    return BearerAuth.SCHEME + tokens.token(account, grant);
  }

  @Override
  public String renewed(Account account, String refused) {
    String token = tokens.renewed(account, grant, refused.substring(BearerAuth.SCHEME.length()));
    return token == null ? null : BearerAuth.SCHEME + token;
  }

  @Override
  public void proved(Account account) {
    tokens.proved(account);
  }

  @Override
  public boolean renews() {
    return true;
  }
}
