package io.bellhop.monitor;

import io.bellhop.provider.pause.Pause;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * For how many accounts the provider's API does not work, by provider. While the database is away
 * they are not numbers.
 */
public final class PauseGauges {
  private final MeterRegistry registry;
  private final Supplier<Optional<List<Pause>>> degraded;

  public PauseGauges(MeterRegistry registry, Supplier<Optional<List<Pause>>> degraded) {
    this.registry = registry;
    this.degraded = degraded;
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
    return degraded
        .get()
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
