package io.bellhop.observe;

import io.bellhop.pause.AccountPauses;
import io.bellhop.pause.Pause;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/**
 * For how many accounts the provider's API does not work, by provider. While the database is away
 * they are not numbers.
 */
public final class PauseGauges {
  private final MeterRegistry registry;
  private final AccountPauses pauses;

  public PauseGauges(MeterRegistry registry, AccountPauses pauses) {
    this.registry = registry;
    this.pauses = pauses;
  }

  public void bind(Collection<String> providers) {
    for (String provider : providers) {
      Gauge.builder("bellhop.accounts.degraded", this, g -> g.degraded(provider))
          .description("Accounts for which the provider's API does not work")
          .tag("provider", provider)
          .strongReference(true)
          .register(registry);
    }
  }

  private double degraded(String provider) {
    return pauses
        .degraded()
        .map(
            all ->
                (double)
                    all.stream()
                        .filter(pause -> pause.provider().equals(provider))
                        .map(Pause::account)
                        .distinct()
                        .count())
        .orElse(Double.NaN);
  }
}
