package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.util.Set;

/** The listener token has found the account; there is nothing else to show. */
final class TokenProof implements Proof {
  @Override
  public boolean holds(Account account, RequestHeaders headers, byte[] body) {
    return true;
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }
}
