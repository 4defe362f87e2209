package io.bellhop.runtime;

import io.bellhop.event.SystemEvents;
import io.bellhop.ingest.RefusalHealthCheck;
import io.bellhop.monitor.AccountGauges;
import io.bellhop.monitor.AccountsHealthCheck;
import io.bellhop.monitor.DeliveryGauges;
import io.bellhop.monitor.InboxGauges;
import io.bellhop.monitor.StoreHealthCheck;
import io.bellhop.monitor.inactivity.InactiveAccounts;
import io.bellhop.monitor.inactivity.InactiveAccounts.Inactive;
import io.bellhop.monitor.inactivity.InactivitySettings;
import io.bellhop.monitor.inactivity.InactivityWatch;
import io.bellhop.provider.pause.Pause;
import io.bellhop.store.BackgroundRead;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What shows how a hub is: gauges, health checks, and the watch for accounts that fall silent. */
final class HubMonitoring {
  private final HubServices parts;
  private final MeterRegistry meters;
  private final InboxGauges inbox;
  private final DeliveryGauges deliveries;
  private final BackgroundRead<List<Inactive>> silent;
  private final BackgroundRead<List<Pause>> degraded;
  private final AccountGauges<Inactive> silenceGauges;
  private final InactivityWatch silence;
  private final AccountGauges<Pause> pauseGauges;
  private final boolean on;

  HubMonitoring(HubServices parts, MeterRegistry meters) {
    this.parts = parts;
    this.meters = meters;
    this.inbox = new InboxGauges(meters, parts.database, parts.clock, parts.listeners::providers);
    this.deliveries = new DeliveryGauges(meters, parts.database, parts.clock);
    InactivitySettings settings = InactivitySettings.of(parts.options);
    this.on = settings.isOn();
    this.silent = reading(new InactiveAccounts(parts.database, parts.clock)::now);
    this.silenceGauges = AccountGauges.ofInactive(silent::now);
    this.degraded = reading(parts.pauses::degraded);
    this.pauseGauges = AccountGauges.ofDegraded(degraded::now);
    this.silence =
        new InactivityWatch(
            parts.database,
            parts.accounts,
            new SystemEvents(parts.mapper, parts.delivering.subscribers()),
            settings,
            parts.clock,
            parts.syncs::inactive);
  }

  /** They know themselves for how long what they have read will do. */
  private <T> BackgroundRead<T> reading(Supplier<Optional<T>> read) {
    return new BackgroundRead<>(parts.database, read, parts.clock, Duration.ZERO);
  }

  void bind(RegistryBindings beans) {
    beans.bind("bellhop-store", new StoreHealthCheck(parts.database));
    beans.bind(
        "bellhop-refusals", new RefusalHealthCheck(parts.listeners.refusals()::againAndAgain));
    beans.bind("bellhop-accounts", AccountsHealthCheck.ofDegraded(degraded::now));
    if (on) {
      beans.bind("bellhop-silence", AccountsHealthCheck.ofInactive(silent::now));
    }
  }

  /** Shows the gauges; the listeners are open by now. */
  void begin() {
    deliveries.bind();
    inbox.bind();
    pauseGauges.bind(meters, parts.listeners.providers());
    if (on) {
      silenceGauges.bind(meters, parts.listeners.providers());
    }
  }

  void start() {
    if (on) {
      silence.start();
    }
  }

  void close() throws InterruptedException {
    silence.close();
  }
}
