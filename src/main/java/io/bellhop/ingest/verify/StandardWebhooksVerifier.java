package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Standard Webhooks, which is also Svix's way to sign. It reads both families of header names;
 * their values must not differ.
 */
final class StandardWebhooksVerifier implements Verifier {
  private final List<StandardWebhooks> families;

  StandardWebhooksVerifier(Clock clock) {
    families = List.of(StandardWebhooks.svix(clock), StandardWebhooks.standard(clock));
  }

  @Override
  public WebhookRefusal refusal(Account account, RequestHeaders headers, byte[] body) {
    String secret = account.webhook().get("secret");
    if (secret == null) {
      return Verifier.notSet("{secret}");
    }
    WebhookRefusal refusal = null;
    for (StandardWebhooks family : families) {
      WebhookRefusal own = family.refusal(secret, headers, body);
      if (own == null && onlyId(family.id(headers), headers)) {
        return null;
      }
      // Of two families of headers, the one that is present has the more useful result.
      if (own == null
          || refusal == null
          || refusal.reason() == WebhookRefusal.Reason.NO_SIGNATURE) {
        refusal = own == null ? WebhookRefusal.of(WebhookRefusal.Reason.WRONG_SIGNATURE) : own;
      }
    }
    return refusal;
  }

  @Override
  public Set<String> fields() {
    return Set.of("secret");
  }

  @Override
  public String kept(String field, String value) {
    return StandardWebhooks.kept(value);
  }

  /**
   * An id that is not signed must not become a key: a sender could repeat a webhook as something
   * new.
   */
  private boolean onlyId(String id, RequestHeaders headers) {
    return id != null
        && families.stream()
            .map(family -> headers.all().get(family.idHeader()))
            .allMatch(ids -> ids == null || ids.equals(List.of(id)));
  }
}
