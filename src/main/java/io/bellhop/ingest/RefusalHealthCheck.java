package io.bellhop.ingest;

import io.bellhop.monitor.AccountsHealthCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows accounts whose webhooks Bellhop refuses repeatedly, for example because of a wrong clock.
 */
public final class RefusalHealthCheck extends AccountsHealthCheck<RefusedAccount> {
  public RefusalHealthCheck(Supplier<List<RefusedAccount>> accounts) {
    super(
        "bellhop-refusals",
        "accounts whose webhooks are refused",
        () -> Optional.of(accounts.get()),
        RefusedAccount::account,
        one ->
            "%s, %d times, last at %s: %s"
                .formatted(one.provider(), one.times(), one.last().at(), one.last().reason()));
  }
}
