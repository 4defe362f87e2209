package io.bellhop.runtime;

import io.bellhop.event.SystemEvents;
import io.bellhop.ingest.RefusalHealthCheck;
import io.bellhop.monitor.AccountGauges;
import io.bellhop.monitor.AccountsHealthCheck;
import io.bellhop.monitor.DeliveryGauges;
import io.bellhop.monitor.InboxGauges;
import io.bellhop.monitor.MachineGauges;
import io.bellhop.monitor.StoreHealthCheck;
import io.bellhop.monitor.inactivity.InactiveAccounts;
import io.bellhop.monitor.inactivity.InactiveAccounts.Inactive;
import io.bellhop.monitor.inactivity.InactivitySettings;
import io.bellhop.monitor.inactivity.InactivityWatch;
import io.bellhop.provider.pause.Pause;
import io.bellhop.store.BackgroundRead;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Monitors a hub: gauges, health checks, and inactive accounts. */
final class HubMonitoring {
  private final HubServices services;
  private final MeterRegistry meters;
  private final InboxGauges inbox;
  private final DeliveryGauges deliveries;
  private final InactiveAccounts inactive;
  private final BackgroundRead<List<Pause>> degraded;
  private final AccountGauges<Inactive> inactivityGauges;
  private final InactivityWatch inactivity;
  private final AccountGauges<Pause> pauseGauges;
  private final boolean on;

  HubMonitoring(HubServices services, MeterRegistry meters) {
    this.services = services;
    this.meters = meters;
    this.inbox =
        new InboxGauges(
            meters,
            services.database,
            services.clock,
            services.listeners::providers,
            services.inbox::notStored,
            provider -> services.inbox.oldestUnstored(m -> m.isPendingOf(provider)));
    this.deliveries = new DeliveryGauges(meters, services.database, services.clock);
    InactivitySettings settings = InactivitySettings.of(services.options);
    this.on = settings.isOn();
    this.inactive = new InactiveAccounts(services.database, services.clock);
    this.inactivityGauges = AccountGauges.ofInactive(inactive::now);
    // The reader caches the accounts while they are fresh.
    this.degraded =
        new BackgroundRead<>(
            services.database, services.pauses::degraded, services.clock, Duration.ZERO);
    this.pauseGauges = AccountGauges.ofDegraded(degraded::now);
    this.inactivity =
        new InactivityWatch(
            services.database,
            services.accounts,
            new SystemEvents(
                services.mapper, services.notifier.around(services.deliveries.subscribers())),
            settings,
            services.clock,
            services.syncs::inactive);
  }

  void bind(RegistryBindings beans) {
    beans.bind("bellhop-store", new StoreHealthCheck(services.database));
    beans.bind(
        "bellhop-refusals", new RefusalHealthCheck(services.listeners.refusals()::againAndAgain));
    beans.bind("bellhop-accounts", AccountsHealthCheck.ofDegraded(degraded::now));
    if (on) {
      beans.bind("bellhop-silence", AccountsHealthCheck.ofInactive(inactive::now));
    }
  }

  /** Registers the gauges. The listeners must be open. */
  void begin() {
    MachineGauges.disk(meters, data());
    deliveries.bind();
    inbox.bind();
    InboxGauges.unread(meters, services.inbox::unread);
    pauseGauges.bind(meters, services.listeners.providers());
    if (on) {
      inactivityGauges.bind(meters, services.listeners.providers());
    }
  }

  /** The data folder, which has the secret key even if the database is elsewhere. */
  private Path data() {
    Path file = services.database.beside("");
    return file == null ? Path.of(services.options.text("bellhop.data")) : file.getParent();
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
