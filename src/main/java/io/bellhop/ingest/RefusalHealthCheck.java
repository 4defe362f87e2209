package io.bellhop.ingest;

import io.bellhop.monitor.AccountsHealthCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which accounts' webhooks are refused again and again, as by a sender's clock. */
public final class RefusalHealthCheck extends AccountsHealthCheck<RefusedAccount> {
  public RefusalHealthCheck(Supplier<List<RefusedAccount>> accounts) {
    super(
        "bellhop-refusals",
        "accounts whose webhooks are refused",
        () -> Optional.of(accounts.get()));
  }

  @Override
  protected String account(RefusedAccount one) {
    return one.account().toString();
  }

  @Override
  protected String text(RefusedAccount one) {
    return one.provider()
        + ", "
        + one.times()
        + " times, last at "
        + one.last().at()
        + ": "
        + one.last().reason();
  }
}
