package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.util.Set;

/** A secret in a header. The account names both, since users choose them at the provider. */
final class HeaderProof implements Proof {
  @Override
  public boolean holds(Account account, RequestHeaders headers, byte[] body) {
    String name = account.webhook().get("header");
    String value = account.webhook().get("value");
    String given = name == null ? null : headers.one(name);
    return value != null && !value.isEmpty() && given != null && Proof.same(value, given);
  }

  @Override
  public Set<String> fields() {
    return Set.of("header", "value");
  }
}
