package io.bellhop.enrich;

import io.bellhop.account.Account;
import java.util.List;
import java.util.Map;

/** What a token endpoint gives an access token for (RFC 6749). Thread-safe. */
interface Grant {
  /** The account's api fields that it takes. */
  List<String> fields();

  /** Where the token is had. */
  String url(Account account);

  /** The form that is sent there. */
  Map<String, String> form(Account account, TokenRow stored);

  /** What is kept of a refresh token that came with the access token; null for nothing. */
  default RefreshToken kept(Account account, TokenRow stored, String given) {
    return stored.refresh();
  }
}
