package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Standard Webhooks, which is also how Svix signs. Both families of header names are read; what
 * they say must not differ.
 */
final class StandardWebhooksProof implements Proof {
  private final List<StandardWebhooks> families;

  StandardWebhooksProof(Clock clock) {
    families = List.of(StandardWebhooks.svix(clock), StandardWebhooks.standard(clock));
  }

  @Override
  public boolean holds(Account account, RequestHeaders headers, byte[] body) {
    String secret = account.webhook().get("secret");
    return secret != null
        && families.stream()
            .anyMatch(
                family ->
                    onlyId(family.id(headers), headers)
                        && family.check(secret, headers, body) == StandardWebhooks.Verdict.HOLDS);
  }

  @Override
  public Set<String> fields() {
    return Set.of("secret");
  }

  @Override
  public String kept(String field, String value) {
    return StandardWebhooks.kept(value);
  }

  /** An id that nobody signed must not become a key: repeats could be sent as something new. */
  private boolean onlyId(String id, RequestHeaders headers) {
    return id != null
        && families.stream()
            .map(family -> headers.all().get(family.idHeader()))
            .allMatch(ids -> ids == null || ids.equals(List.of(id)));
  }
}
