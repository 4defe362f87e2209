package io.bellhop.monitor;

import io.bellhop.monitor.inactivity.InactiveAccounts.Silent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How many accounts are silent, by provider. While the database is away they are not numbers. */
public final class InactivityGauges {
  private final MeterRegistry registry;
  private final Supplier<Optional<List<Silent>>> accounts;

  public InactivityGauges(MeterRegistry registry, Supplier<Optional<List<Silent>>> accounts) {
    this.registry = registry;
    this.accounts = accounts;
  }

  public void bind(Collection<String> providers) {
    for (String provider : providers) {
      Gauge.builder("bellhop.accounts.inactive", this, g -> g.silent(provider))
          .description("Accounts that have sent nothing for longer than they ever did")
          .tag("provider", provider)
          .strongReference(true)
          .register(registry);
    }
  }

  private double silent(String provider) {
    return accounts
        .get()
        .map(all -> (double) all.stream().filter(s -> s.provider().equals(provider)).count())
        .orElse(Double.NaN);
  }
}
