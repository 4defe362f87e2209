package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a token endpoint exchanges for an access token (RFC 6749). Thread-safe. */
interface Grant {
  /** Its name in the form. */
  String type();

  /** The fields of the account's api that the grant needs. */
  List<String> fields();

  ApiSettings settings();

  /** The URL of the token endpoint. */
  default String url(Account account) {
    return settings().tokenBase(account) + settings().oauth().path();
  }

  /** The form for the token endpoint. */
  default Map<String, String> form(Account account, TokenRow stored) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", type());
    form.put("scope", settings().oauth().scope());
    fields().forEach(field -> form.put(field, account.api().get(field)));
    return form;
  }

  /** The new refresh token to store; null for none. */
  default RefreshToken kept(Account account, TokenRow stored, String given) {
    return stored.refresh();
  }
}
