package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.util.Set;

/**
 * For providers that let their users choose: an account that has nothing to prove by is known by
 * its listener token; one that has anything must prove it.
 */
record OptionalProof(Proof proof) implements Proof {
  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    return account.webhook().isEmpty() ? null : proof.refusal(account, headers, body);
  }

  @Override
  public Set<String> fields() {
    return proof.fields();
  }

  @Override
  public String header() {
    return proof.header();
  }

  @Override
  public String kept(String field, String value) {
    return proof.kept(field, value);
  }

  @Override
  public String lacks(Account account) {
    return account.webhook().isEmpty() ? null : proof.lacks(account);
  }
}
