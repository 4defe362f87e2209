package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.util.Set;

/** The listener token has found the account; there is nothing else to show. */
final class TokenProof implements Proof {
  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    return null;
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }
}
