package io.bellhop.monitor;

import io.bellhop.delivery.http.DeliveryListener;
import io.bellhop.event.EventDraft;
import io.bellhop.event.EventLogListener;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** All counters and timers of Bellhop. Thread-safe. */
public final class Metrics implements EventLogListener, DeliveryListener {
  /**
   * The name of a native event comes from a payload, so Bellhop limits its form and the number of
   * names.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:|/-]{1,64}");

  private static final int MAX_NAMES = 200;

  /** The outcome of a successful attempt. */
  private static final String DELIVERED = "delivered";

  private final MeterRegistry registry;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Map<String, Timer> acknowledge = new ConcurrentHashMap<>();

  private final RateHistory rates;

  public Metrics(MeterRegistry registry) {
    this(registry, Clock.systemUTC());
  }

  public Metrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.rates = new RateHistory(clock);
  }

  /** The most important counts of the last hours. */
  public RateHistory rates() {
    return rates;
  }

  public void accepted(String provider, long nanos) {
    acknowledge
        .computeIfAbsent(
            provider,
            p ->
                Timer.builder("bellhop.webhook.acknowledge")
                    .description("From the complete webhook to the answer after its commit")
                    .publishPercentiles(0.5, 0.99)
                    .tag("provider", p)
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
    rates.count(RateHistory.Kind.ACCEPTED);
    count("bellhop.webhooks.accepted", "Webhooks that are durably stored", "provider", provider);
  }

  public void rejected(String provider, String reason) {
    rates.count(RateHistory.Kind.REFUSED);
    count("bellhop.webhooks.rejected", "Refused webhooks", "provider", provider, "reason", reason);
  }

  public void apiCall(String provider, String status) {
    count(
        "bellhop.api.calls",
        "Calls to a provider's API by HTTP status, or by what prevented one",
        "provider",
        provider,
        "status",
        status);
  }

  /**
   * Records a call. Uses a summary, not a gauge, because its maximum decays once calls stop.
   *
   * @param used the share of the provider's limit that is used, from 0 to 1
   */
  public void apiBudget(String provider, double used) {
    DistributionSummary.builder("bellhop.api.budget.used")
        .description("How much of a provider's call limits was used when a call was made")
        .baseUnit("ratio")
        .tag("provider", provider)
        .register(registry)
        .record(used);
  }

  /** Records the end of a sync. */
  public void synced(String provider, String result) {
    count("bellhop.syncs", "Syncs that have ended", "provider", provider, "result", result);
  }

  @Override
  public void settled(InboxMessage message, MessageOutcome outcome, Instant now) {
    if (outcome.status() == MessageStatus.DEAD) {
      rates.count(RateHistory.Kind.FAILED);
    }
    String result = outcome.status() == MessageStatus.PENDING ? "retry" : outcome.status().text();
    count(
        "bellhop.inbox.messages",
        "Outcomes of inbox messages",
        "provider",
        message.provider(),
        "event",
        bounded(message.nativeEvent()),
        "outcome",
        result);
  }

  @Override
  public void published(EventDraft draft, String eventType, Instant now) {
    rates.count(RateHistory.Kind.EVENTS);
    String provider = draft.account().provider();
    count(
        "bellhop.events",
        "Events in the log",
        "provider",
        provider,
        "type",
        eventType,
        "result",
        draft.failed() ? "FAILURE" : "SUCCESS");
    Timer.builder("bellhop.event.latency")
        .description("From the webhook to its event in the log")
        .publishPercentiles(0.5, 0.99)
        .tag("provider", provider)
        .register(registry)
        .record(Duration.between(draft.first().receivedAt(), now));
  }

  @Override
  public void unmapped(String provider, String field) {
    count(
        "bellhop.unmapped.values",
        "Words of providers that no mapping knows",
        "provider",
        provider,
        "field",
        bounded(field));
  }

  @Override
  public void attempted(String outcome) {
    rates.count(outcome.equals(DELIVERED) ? RateHistory.Kind.DELIVERED : RateHistory.Kind.FAILED);
    count(
        "bellhop.delivery.attempts", "Attempts to deliver events, by outcome", "outcome", outcome);
  }

  @Override
  public void delivered(Duration since) {
    Timer.builder("bellhop.delivery.latency")
        .description("From an event in the log to the 2xx of its subscriber")
        .publishPercentiles(0.5, 0.99)
        .register(registry)
        .record(since);
  }

  private void count(String name, String what, String... tags) {
    Counter.builder(name).description(what).tags(tags).register(registry).increment();
  }

  private String bounded(String name) {
    if (names.contains(name)) {
      return name;
    }
    boolean room = names.size() < MAX_NAMES && NAME.matcher(name).matches();
    if (room) {
      names.add(name);
    }
    return room ? name : "other";
  }
}
