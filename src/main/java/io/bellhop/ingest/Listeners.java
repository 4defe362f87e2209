package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Inbox;
import io.bellhop.observe.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Opens listeners, and knows what each provider's folder says of its own. Thread-safe. */
public final class Listeners {
  private final Accounts accounts;
  private final Inbox inbox;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<String, ListenerSettings> open = new ConcurrentSkipListMap<>();

  public Listeners(
      Accounts accounts, Inbox inbox, ObjectMapper mapper, Metrics metrics, Clock clock) {
    this.accounts = accounts;
    this.inbox = inbox;
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param parameters those of the ingest template, by name
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  Listener open(Map<String, String> parameters) {
    ListenerSettings settings = ListenerSettings.of(new Parameters(parameters), clock);
    open.put(settings.provider(), settings);
    return new Listener(settings, accounts, inbox, mapper, metrics, clock);
  }

  /** The providers that webhooks can come from, sorted. */
  public Set<String> providers() {
    return open.keySet();
  }

  /**
   * The keys of {@link Account#webhook} that the provider's proof reads; empty if there is none.
   */
  public Set<String> proofFields(String provider) {
    ListenerSettings settings = open.get(provider);
    return settings == null ? Set.of() : settings.proof().fields();
  }

  /** How long an idempotency key counts; null for as long as keys are kept. */
  public Duration idempotencyWindow(String provider) {
    ListenerSettings settings = open.get(provider);
    return settings == null ? null : settings.idempotencyWindow();
  }

  /**
   * Whether a body is about somebody else than the account: the provider says whom a webhook is
   * for, the account knows who it is, and it is not the same.
   *
   * @param body as it was stored
   */
  public boolean otherTenant(Account account, JsonNode body) {
    ListenerSettings settings = open.get(account.provider());
    return settings != null
        && settings.tenant() != null
        && account.externalId() != null
        && !account.externalId().equals(settings.tenant().read(body));
  }
}
