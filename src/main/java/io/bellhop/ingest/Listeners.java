package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Inbox;
import io.bellhop.observe.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Opens listeners, and knows which providers have one. Thread-safe. */
public final class Listeners {
  private final Accounts accounts;
  private final Inbox inbox;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;
  private final Set<String> providers = new ConcurrentSkipListSet<>();

  public Listeners(
      Accounts accounts, Inbox inbox, ObjectMapper mapper, Metrics metrics, Clock clock) {
    this.accounts = accounts;
    this.inbox = inbox;
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  Listener open(ListenerSettings settings) {
    providers.add(settings.provider());
    return new Listener(settings, accounts, inbox, mapper, metrics, clock);
  }

  /** How long an idempotency key counts; null: as long as keys are kept. */
  public Duration idempotencyWindow(String provider) {
    return null;
  }

  /** Whether a body speaks of another customer than the account's. */
  public boolean otherTenant(Account account, JsonNode body) {
    return false;
  }

  /** The providers that webhooks can come from, sorted. */
  public Set<String> providers() {
    return providers;
  }
}
