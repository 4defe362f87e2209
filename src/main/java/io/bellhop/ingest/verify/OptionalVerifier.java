package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.util.Set;

/**
 * For providers that leave authentication to their users: an account without credentials is
 * identified by its listener token alone; if an account has credentials, they are required.
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
