package io.bellhop.enrich;

import io.bellhop.account.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RFC 6749, 4.4. */
final class ClientCredentialsGrant implements Grant {
  private final ApiSettings settings;

  ClientCredentialsGrant(ApiSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<String> fields() {
    return List.of("client_id", "client_secret");
  }

  @Override
  public String url(Account account) {
    return settings.base(account) + settings.tokenPath();
  }

  @Override
  public Map<String, String> form(Account account, TokenRow stored) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("scope", settings.tokenScope());
    fields().forEach(field -> form.put(field, account.api().get(field)));
    return form;
  }
}
