package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.NewMessage;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.ClientAddresses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Opens listeners, and keeps the settings of each provider's folder. Thread-safe. */
public final class Listeners {
  private final Accounts accounts;
  private final Inbox inbox;
  private final ObjectMapper mapper;
  private final Telemetry telemetry;
  private final ClientAddresses addresses;
  private final Clock clock;
  private final Refusals refusals;
  private final Map<String, ListenerSettings> open = new ConcurrentSkipListMap<>();
  private final Map<String, InboxMessageFactory> factories = new ConcurrentSkipListMap<>();
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<String, InboxMessageFactory> listed = new ConcurrentSkipListMap<>();

  public Listeners(
      Accounts accounts,
      Inbox inbox,
      ObjectMapper mapper,
      Telemetry telemetry,
      ClientAddresses addresses,
      Clock clock) {
    this.accounts = accounts;
    this.inbox = inbox;
    this.mapper = mapper;
    this.telemetry = telemetry;
    this.addresses = addresses;
    this.clock = clock;
    this.refusals = new Refusals(inbox, telemetry.metrics(), clock);
  }

  /**
   * @param parameters of the ingest template, by name
   * @param largest the largest size of a body, in bytes
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  Listener open(Map<String, String> parameters, int largest) {
    ListenerSettings settings = ListenerSettings.of(parameters, largest, clock);
    InboxMessageFactory factory =
        new InboxMessageFactory(
            settings, AccountResolver.of(settings.tenant(), accounts), mapper, clock);
    open.put(settings.provider(), settings);
    factories.put(settings.provider(), factory);
    Listener listener = new Listener(settings, factory, accounts, inbox, telemetry, refusals);
    listeners.put(settings.provider(), listener);
    return listener;
  }

  /**
   * Registers a provider with a list. If it has no listener, it sends no webhooks, and the entries
   * of its list have the event and the record in the fields {@code event} and {@code id}.
   */
  public void openList(String provider) {
    Map<String, String> fields =
        Map.of(
            "provider", provider,
            "verify", "token",
            "body", "object",
            "event", "$.event",
            "idempotencyKey", "$.id",
            "orderKey", "$.id",
            "answerWithin", "3s",
            "busyStatus", "503");
    ListenerSettings settings = ListenerSettings.of(fields, Integer.MAX_VALUE, clock);
    listed.put(
        provider, new InboxMessageFactory(settings, AccountResolver.OF_THE_URL, mapper, clock));
  }

  /** Whether a provider has a list but sends no webhooks. */
  public boolean isPolled(String provider) {
    return listed.containsKey(provider) && !open.containsKey(provider);
  }

  /** Determines the addresses of senders and callers. */
  public ClientAddresses addresses() {
    return addresses;
  }

  /** The provider's current listener; null if there is none. */
  Listener listener(String provider) {
    return listeners.get(provider);
  }

  /** Whether Bellhop accepts webhooks: after everything is loaded, and until the stop begins. */
  boolean isOpen() {
    return inbox.isOpen();
  }

  /** The refused webhooks. */
  public Refusals refusals() {
    return refusals;
  }

  /** Whether a provider has a listener or a list. */
  boolean has(String provider) {
    return open.containsKey(provider) || listed.containsKey(provider);
  }

  /** The providers that have a listener or a list, sorted. */
  public Set<String> providers() {
    Set<String> providers = new TreeSet<>(open.keySet());
    providers.addAll(listed.keySet());
    return providers;
  }

  /**
   * The keys of {@link Account#webhook} that the provider's verifier reads; empty if there is none.
   */
  public Set<String> verifierFields(String provider) {
    ListenerSettings settings = open.get(provider);
    return settings == null ? Set.of() : settings.verifier().fields();
  }

  /**
   * Normalises a value of one of these keys, however it was pasted.
   *
   * @throws IllegalArgumentException names the expected form, and never the value
   */
  public String credential(String provider, String field, String value) {
    ListenerSettings settings = open.get(provider);
    return settings == null ? value : settings.verifier().kept(field, value);
  }

  /** The keys that an account needs before Bellhop accepts its webhooks; null if it has them. */
  public String lacks(Account account) {
    ListenerSettings settings = open.get(account.provider());
    return settings == null || isReachedByAnother(account)
        ? null
        : settings.verifier().lacks(account);
  }

  /** Whether its webhooks may arrive at the listener URL for all customers. */
  private boolean isReachedByAnother(Account account) {
    return account.externalId() != null
        && !account.isOfAllCustomers()
        && namesCustomer(account.provider())
        && accounts.hasOneOfAllCustomers(account);
  }

  /** Whether webhooks of the provider name their customer. */
  public boolean namesCustomer(String provider) {
    ListenerSettings settings = open.get(provider);
    return settings != null && settings.tenant().field() != null;
  }

  /** How long an idempotency key counts; null for as long as keys are stored. */
  public Duration idempotencyWindow(String provider) {
    ListenerSettings settings = open.get(provider);
    return settings == null ? null : settings.keys().idempotencyWindow();
  }

  /**
   * The message for a record in a provider's list, in the form in which a webhook would have
   * brought it.
   *
   * @param body in the form of a webhook
   * @param readAt when Bellhop requested the list
   * @return null if the provider has neither listener nor list, or sends no such bodies
   */
  public InboxMessage listed(
      Account account, JsonNode body, String idempotencyKey, Instant readAt) {
    InboxMessageFactory own = factories.get(account.provider());
    InboxMessageFactory factory = own == null ? listed.get(account.provider()) : own;
    return factory == null ? null : factory.listed(account, body, idempotencyKey, readAt);
  }

  /**
   * Reads the body of a dead letter again with the current settings of the folder.
   *
   * @return at least one message; empty if the provider has no listener
   */
  public List<NewMessage> again(Account account, InboxMessage letter) {
    InboxMessageFactory factory = factories.get(account.provider());
    return factory == null ? List.of() : factory.again(account, letter);
  }

  /**
   * Whether a body belongs to another tenant: the provider names the tenant of a webhook, the
   * account has an external id, and the two differ.
   *
   * @param message as it was stored, with its headers
   * @param body the parsed body of the message
   */
  public boolean otherTenant(Account account, InboxMessage message, JsonNode body) {
    ListenerSettings settings = open.get(account.provider());
    return settings != null
        && settings
            .tenant()
            .isOther(account, body, () -> SafeHeaders.read(mapper, message.headers()));
  }
}
