package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A signature over each call, made with a secret that is never sent. */
final class HmacAuth implements Auth {
  private static final String KEY = "api_key";
  private static final String SECRET = "api_secret";

  private final RequestSignature signature;
  private final Clock clock;

  HmacAuth(RequestSignature signature, Clock clock) {
    this.signature = signature;
    this.clock = clock;
  }

  @Override
  public boolean fits(Account account) {
    return fields().stream().noneMatch(f -> account.api().getOrDefault(f, "").isEmpty());
  }

  @Override
  public Collection<String> fields() {
    return List.of(KEY, SECRET);
  }

  @Override
  public String needs() {
    return "api.api_key and api.api_secret";
  }

  @Override
  public String authorization(Account account) {
    return null;
  }

  @Override
  public Map<String, String> signature(Account account, ApiCall call) {
    return signature.of(
        call,
        account.api().get(KEY),
        account.api().get(SECRET),
        clock.instant(),
        UUID.randomUUID().toString());
  }
}
