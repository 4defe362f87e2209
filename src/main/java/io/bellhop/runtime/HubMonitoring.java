package io.bellhop.runtime;

import io.bellhop.event.SystemEvents;
import io.bellhop.ingest.RefusalHealthCheck;
import io.bellhop.monitor.DeliveryGauges;
import io.bellhop.monitor.InactivityGauges;
import io.bellhop.monitor.InactivityHealthCheck;
import io.bellhop.monitor.InboxGauges;
import io.bellhop.monitor.PauseGauges;
import io.bellhop.monitor.PauseHealthCheck;
import io.bellhop.monitor.StoreHealthCheck;
import io.bellhop.monitor.inactivity.InactiveAccounts;
import io.bellhop.monitor.inactivity.InactiveAccounts.Silent;
import io.bellhop.monitor.inactivity.InactivitySettings;
import io.bellhop.monitor.inactivity.InactivityWatch;
import io.bellhop.provider.pause.Pause;
import io.bellhop.store.BackgroundRead;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows the state of a hub: gauges, health checks, and the watch for inactive accounts. */
final class HubMonitoring {
  private final HubServices services;
  private final InboxGauges inbox;
  private final DeliveryGauges deliveries;
  private final BackgroundRead<List<Silent>> inactive;
  private final BackgroundRead<List<Pause>> degraded;
  private final InactivityGauges inactivityGauges;
  private final InactivityWatch inactivity;
  private final PauseGauges pauseGauges;
  private final boolean on;

  HubMonitoring(HubServices services, MeterRegistry meters) {
    this.services = services;
    this.inbox = new InboxGauges(meters, services.database, services.clock, services.listeners::providers);
    this.deliveries = new DeliveryGauges(meters, services.database, services.clock);
    InactivitySettings settings = InactivitySettings.of(services.options);
    this.on = settings.isOn();
    this.inactive = reading(new InactiveAccounts(services.database, services.clock)::now);
    this.inactivityGauges = new InactivityGauges(meters, inactive::now);
    this.degraded = reading(services.pauses::degraded);
    this.pauseGauges = new PauseGauges(meters, degraded::now);
    this.inactivity =
        new InactivityWatch(
            services.database,
            services.accounts,
            new SystemEvents(services.mapper, services.deliveries.subscribers()),
            services.mapper,
            settings,
            services.clock,
            services.syncs::inactive);
  }

  /** The readers keep what they have read for as long as it is fresh. */
  private <T> BackgroundRead<T> reading(Supplier<Optional<T>> read) {
    return new BackgroundRead<>(services.database, read, services.clock, Duration.ZERO);
  }

  void bind(RegistryBindings beans) {
    beans.bind("bellhop-store", new StoreHealthCheck(services.database));
    beans.bind(
        "bellhop-refusals", new RefusalHealthCheck(services.listeners.refusals()::againAndAgain));
    beans.bind("bellhop-accounts", new PauseHealthCheck(degraded::now));
    if (on) {
      beans.bind("bellhop-silence", new InactivityHealthCheck(inactive::now));
    }
  }

  /** Shows the gauges; the listeners are open by now. */
  void begin() {
    deliveries.bind();
    inbox.bind();
    pauseGauges.bind(services.listeners.providers());
    if (on) {
      inactivityGauges.bind(services.listeners.providers());
    }
  }

  void start() {
    if (on) {
      inactivity.start();
    }
  }

  void close() throws InterruptedException {
    inactivity.close();
  }
}
