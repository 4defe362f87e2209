package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.util.Set;

/** A secret in a header. The account names both, since users choose them at the provider. */
final class HeaderProof implements Proof {
  @Override
  public Refusal refusal(Account account, RequestHeaders headers, byte[] body) {
    String name = account.webhook().get("header");
    String value = account.webhook().get("value");
    if (name == null || value == null || value.isEmpty()) {
      return Proof.notSet("{header, value}");
    }
    String given = headers.one(name);
    if (given == null) {
      return new Refusal(Refusal.Reason.NO_CREDENTIALS, name);
    }
    return Proof.sameInHeader(value, given) ? null : Refusal.of(Refusal.Reason.WRONG_TOKEN);
  }

  @Override
  public Set<String> fields() {
    return Set.of("header", "value");
  }
}
