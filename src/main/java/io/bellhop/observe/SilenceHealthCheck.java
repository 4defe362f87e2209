package io.bellhop.observe;

import io.bellhop.silence.SilentAccounts.Silent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Which accounts are silent. It is always up: no restart of ours has anybody send again, and a load
 * balancer has no reason to turn away.
 */
public final class SilenceHealthCheck extends AbstractHealthCheck {
  /** Enough to see what is going on; the metric counts all. */
  private static final int MOST = 100;

  private final Supplier<Optional<List<Silent>>> accounts;

  public SilenceHealthCheck(Supplier<Optional<List<Silent>>> accounts) {
    super("bellhop", "bellhop-silence");
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
    Optional<List<Silent>> silent = accounts.get();
    if (silent.isEmpty()) {
      builder.message("not known: the database does not answer");
    } else if (!silent.get().isEmpty()) {
      builder.message("silent accounts: " + silent.get().size());
      silent.get().stream()
          .limit(MOST)
          .forEach(
              one ->
                  builder.detail(
                      one.account().toString(), one.provider() + " since " + one.since()));
    }
  }
}
