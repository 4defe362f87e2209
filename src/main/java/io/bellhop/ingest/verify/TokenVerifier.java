package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.util.Set;

/** The listener token has identified the account; nothing else is required. */
final class TokenVerifier implements Verifier {
  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    return null;
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }
}
