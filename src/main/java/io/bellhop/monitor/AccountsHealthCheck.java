package io.bellhop.monitor;

import io.bellhop.monitor.inactivity.InactiveAccounts.Inactive;
import io.bellhop.provider.pause.Pause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Names accounts with a fault that no restart of the hub fixes. It is always up: a load balancer
 * has no reason to avoid the hub.
 */
public class AccountsHealthCheck<T> extends AbstractHealthCheck {
  /** Enough to show the pattern; the metrics count all accounts. */
  private static final int MAX_DETAILS = 100;

  private final String title;
  private final Supplier<Optional<List<T>>> accounts;
  private final Function<T, UUID> id;
  private final Function<T, String> fault;

  /**
   * @param title the text before the number of accounts
   * @param accounts returns empty while the database does not answer
   * @param id returns the account of an entry
   * @param fault describes the fault of the account
   */
  protected AccountsHealthCheck(
      String name,
      String title,
      Supplier<Optional<List<T>>> accounts,
      Function<T, UUID> id,
      Function<T, String> fault) {
    super("bellhop", name);
    this.title = title;
    this.accounts = accounts;
    this.id = id;
    this.fault = fault;
  }

  /** Accounts that send nothing for unusually long. */
  public static AccountsHealthCheck<Inactive> ofInactive(
      Supplier<Optional<List<Inactive>>> accounts) {
    return new AccountsHealthCheck<>(
        "bellhop-silence",
        "inactive accounts",
        accounts,
        Inactive::account,
        one -> one.provider() + " since " + one.since());
  }

  /** Accounts for which the provider's API does not work; the hub still accepts their webhooks. */
  public static AccountsHealthCheck<Pause> ofDegraded(Supplier<Optional<List<Pause>>> accounts) {
    return new AccountsHealthCheck<>(
        "bellhop-accounts",
        "degraded accounts",
        accounts,
        Pause::account,
        pause ->
            "%s %s since %s%s: %s"
                .formatted(
                    pause.provider(),
                    pause.reason().text(),
                    pause.since(),
                    pause.part().isEmpty() ? "" : " at " + pause.part(),
                    pause.detail()));
  }

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
      now.get().stream()
          .limit(MAX_DETAILS)
          .forEach(one -> builder.detail(id.apply(one).toString(), fault.apply(one)));
    }
  }
}
