package io.bellhop.monitor;

import io.bellhop.monitor.inactivity.InactiveAccounts.Inactive;
import io.bellhop.provider.pause.Pause;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Counts the accounts of each provider that have one kind of fault. While the database is
 * unreachable, the gauges report NaN.
 */
public final class AccountGauges<T> {
  private final String name;
  private final String description;
  private final Supplier<Optional<List<T>>> accounts;
  private final Function<T, String> provider;
  private final Function<T, UUID> id;

  private AccountGauges(
      String name,
      String description,
      Supplier<Optional<List<T>>> accounts,
      Function<T, String> provider,
      Function<T, UUID> id) {
    this.name = name;
    this.description = description;
    this.accounts = accounts;
    this.provider = provider;
    this.id = id;
  }

  public static AccountGauges<Inactive> ofInactive(Supplier<Optional<List<Inactive>>> accounts) {
    return new AccountGauges<>(
        "bellhop.accounts.inactive",
        "Accounts that have sent nothing for longer than they ever did",
        accounts,
        Inactive::provider,
        Inactive::account);
  }

  public static AccountGauges<Pause> ofDegraded(Supplier<Optional<List<Pause>>> accounts) {
    return new AccountGauges<>(
        "bellhop.accounts.degraded",
        "Accounts for which the provider's API does not work",
        accounts,
        Pause::provider,
        Pause::account);
  }

  public void bind(MeterRegistry registry, Collection<String> providers) {
    for (String one : providers) {
      Gauge.builder(name, () -> count(one))
          .description(description)
          .tag("provider", one)
          .register(registry);
    }
  }

  private double count(String wanted) {
    return accounts
        .get()
        .map(
            all ->
                (double)
                    all.stream()
                        .filter(one -> provider.apply(one).equals(wanted))
                        .map(id)
                        .distinct()
                        .count())
        .orElse(Double.NaN);
  }
}
