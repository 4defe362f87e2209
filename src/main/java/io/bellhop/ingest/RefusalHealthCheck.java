package io.bellhop.ingest;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Shows accounts whose webhooks are refused again and again. Always up: the hub works, and a node
 * that is taken out of service for a sender's clock would help nobody.
 */
public final class RefusalHealthCheck extends AbstractHealthCheck {
  /** Enough to see what is going on; the metric counts all. */
  private static final int MOST = 100;

  private final Supplier<List<RefusedAccount>> accounts;

  public RefusalHealthCheck(Supplier<List<RefusedAccount>> accounts) {
    super("bellhop", "bellhop-refusals");
    this.accounts = accounts;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return true;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    List<RefusedAccount> refused = accounts.get();
    if (!refused.isEmpty()) {
      builder.message("accounts whose webhooks are refused: " + refused.size());
      refused.stream()
          .limit(MOST)
          .forEach(
              one ->
                  builder.detail(
                      one.account().toString(),
                      one.provider()
                          + ", "
                          + one.times()
                          + " times, last at "
                          + one.last().at()
                          + ": "
                          + one.last().reason()));
    }
  }
}
