package io.bellhop;

import io.bellhop.ingest.RefusalHealthCheck;
import io.bellhop.observe.DeliveryGauges;
import io.bellhop.observe.InboxGauges;
import io.bellhop.observe.PauseGauges;
import io.bellhop.observe.PauseHealthCheck;
import io.bellhop.observe.SilenceGauges;
import io.bellhop.observe.SilenceHealthCheck;
import io.bellhop.observe.StoreHealthCheck;
import io.bellhop.pause.Pause;
import io.bellhop.publish.OwnEvents;
import io.bellhop.silence.SilenceSettings;
import io.bellhop.silence.SilenceWatch;
import io.bellhop.silence.SilentAccounts;
import io.bellhop.silence.SilentAccounts.Silent;
import io.bellhop.store.Reading;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What shows how a hub is: gauges, health checks, and the watch for accounts that fall silent. */
final class HubWatch {
  private final HubParts parts;
  private final InboxGauges inbox;
  private final DeliveryGauges deliveries;
  private final Reading<List<Silent>> silent;
  private final Reading<List<Pause>> degraded;
  private final SilenceGauges silenceGauges;
  private final SilenceWatch silence;
  private final PauseGauges pauseGauges;
  private final boolean on;

  HubWatch(HubParts parts, MeterRegistry meters) {
    this.parts = parts;
    this.inbox = new InboxGauges(meters, parts.database, parts.clock, parts.listeners::providers);
    this.deliveries = new DeliveryGauges(meters, parts.database, parts.clock);
    SilenceSettings settings = SilenceSettings.of(parts.options);
    this.on = settings.isOn();
    this.silent = reading(new SilentAccounts(parts.database, parts.clock)::now);
    this.silenceGauges = new SilenceGauges(meters, silent::now);
    this.degraded = reading(parts.pauses::degraded);
    this.pauseGauges = new PauseGauges(meters, degraded::now);
    this.silence =
        new SilenceWatch(
            parts.database,
            parts.accounts,
            new OwnEvents(parts.mapper, parts.delivering.subscribers()),
            parts.mapper,
            settings,
            parts.clock,
            parts.syncs::silent);
  }

  /** They know themselves for how long what they have read will do. */
  private <T> Reading<T> reading(Supplier<Optional<T>> read) {
    return new Reading<>(parts.database, read, parts.clock, Duration.ZERO);
  }

  void bind(HubBeans beans) {
    beans.bind("bellhop-store", new StoreHealthCheck(parts.database));
    beans.bind(
        "bellhop-refusals", new RefusalHealthCheck(parts.listeners.refusals()::againAndAgain));
    beans.bind("bellhop-accounts", new PauseHealthCheck(degraded::now));
    if (on) {
      beans.bind("bellhop-silence", new SilenceHealthCheck(silent::now));
    }
  }

  /** Shows the gauges; the listeners are open by now. */
  void begin() {
    deliveries.bind();
    inbox.bind();
    pauseGauges.bind(parts.listeners.providers());
    if (on) {
      silenceGauges.bind(parts.listeners.providers());
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
