package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.util.Set;

/**
 * For providers that let their users choose: an account that has nothing to prove by is known by
 * its listener token; one that has anything must prove it.
 */
record OptionalVerifier(Verifier verifier) implements Verifier {
  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    return account.webhook().isEmpty() ? null : verifier.refusal(account, headers, body);
  }

  @Override
  public Set<String> fields() {
    return verifier.fields();
  }

  @Override
  public String header() {
    return verifier.header();
  }

  @Override
  public String kept(String field, String value) {
    return verifier.kept(field, value);
  }

  @Override
  public String lacks(Account account) {
    return account.webhook().isEmpty() ? null : verifier.lacks(account);
  }
}
