package io.bellhop.ingest.verify;

import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Standard Webhooks, which Svix uses too. It reads both families of header names; their values must
 * not differ.
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
      // If the request has one of the two families of headers, that one's result is more useful.
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
   * An unsigned id must not become an idempotency key, because a sender could repeat a webhook as a
   * new one.
   */
  private boolean onlyId(String id, RequestHeaders headers) {
    return id != null
        && families.stream()
            .map(family -> headers.all().get(family.idHeader()))
            .allMatch(ids -> ids == null || ids.equals(List.of(id)));
  }
}
