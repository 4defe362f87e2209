package io.bellhop.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Names accounts with which something is wrong that no restart of the hub mends. It is always up: a
 * load balancer has no reason to turn away.
 */
public abstract class AccountsHealthCheck<T> extends AbstractHealthCheck {
  /** Enough to see what is going on; the metrics count all. */
  private static final int MOST = 100;

  private final String title;
  private final Supplier<Optional<List<T>>> accounts;

  /**
   * @param title what is said before their number
   * @param accounts gives nothing while the database does not answer
   */
  protected AccountsHealthCheck(String id, String title, Supplier<Optional<List<T>>> accounts) {
    super("bellhop", id);
    this.title = title;
    this.accounts = accounts;
  }

  /** The account's id. */
  protected abstract String account(T one);

  /** What is wrong with it. */
  protected abstract String text(T one);

  @Override
  public final boolean isLiveness() {
    return false;
  }

  @Override
  public final boolean isReadiness() {
    return true;
  }

  @Override
  protected final void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    Optional<List<T>> now = accounts.get();
    if (now.isEmpty()) {
      builder.message("not known: the database does not answer");
    } else if (!now.get().isEmpty()) {
      builder.message(title + ": " + now.get().size());
      now.get().stream().limit(MOST).forEach(one -> builder.detail(account(one), text(one)));
    }
  }
}
