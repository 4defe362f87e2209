package io.bellhop.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.access.AccessKeys;
import io.bellhop.access.AuditLog;
import io.bellhop.account.Accounts;
import io.bellhop.account.DataKeys;
import io.bellhop.account.SecretBox;
import io.bellhop.account.SecretRotation;
import io.bellhop.api.ApiKey;
import io.bellhop.config.ConfigException;
import io.bellhop.config.FormerNames;
import io.bellhop.config.Options;
import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.event.ConflictRechecks;
import io.bellhop.event.EventLogListener;
import io.bellhop.event.EventNotifier;
import io.bellhop.event.EventPublisher;
import io.bellhop.event.KnownRecords;
import io.bellhop.event.RecordTermWriter;
import io.bellhop.event.RecordTerms;
import io.bellhop.event.StayLinkEvents;
import io.bellhop.event.SystemEvents;
import io.bellhop.identity.StayLinks;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.JournalLocation;
import io.bellhop.ingest.Listeners;
import io.bellhop.journal.kafka.KafkaSettings;
import io.bellhop.json.Json;
import io.bellhop.monitor.Metrics;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ClientAddresses;
import io.bellhop.privacy.Erasures;
import io.bellhop.provider.pause.AccountPauses;
import io.bellhop.provider.pause.PauseSettings;
import io.bellhop.provider.sync.ProviderLists;
import io.bellhop.provider.sync.Syncs;
import io.bellhop.replay.Replays;
import io.bellhop.retention.Retention;
import io.bellhop.setup.ResourceMapper;
import io.bellhop.setup.Setup;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The parts of a hub that do not depend on Camel's routes, and their dependencies. It starts none
 * of them.
 */
final class HubServices {
  static final String SINKS = "bellhop.sinks.";

  /** So many webhooks are in progress even if none has to wait. */
  private static final int FEW = 100;

  final Options options;
  final Clock clock;
  final Database database;
  final ObjectMapper mapper = Json.mapper();
  final FormerNames formerNames = new FormerNames();
  final Metrics metrics;
  final Telemetry telemetry;
  final SecretBox secrets;
  final DataKeys dataKeys;
  final ApiKey apiKey;
  final AccessKeys keys;
  final AuditLog audit;
  final Accounts accounts;
  final Inbox inbox;
  final Replays replays;
  final Listeners listeners;
  final ProviderLists lists;
  final Syncs syncs;
  final Subscriptions subscriptions;
  final DeliveryService deliveries;
  final EventPublisher publisher;
  final EventNotifier notifier;
  final AccountPauses pauses;
  final KnownRecords records;
  final Retention retention;
  final RecordTermWriter words;
  final ConflictRechecks conflicts;
  final StayLinks links;
  final StayLinkEvents linkEvents;
  final Erasures erasures;

  /** The names of sinks that subscriptions may use: the operator's, and those of Kamelets. */
  final Set<String> sinks = ConcurrentHashMap.newKeySet();

  HubServices(
      Options options, Database database, MeterRegistry meters, Clock clock, Tracing tracing) {
    this.options = options;
    this.clock = clock;
    this.database = database;
    this.metrics = new Metrics(meters, clock);
    this.telemetry = new Telemetry(metrics, tracing);
    this.apiKey = ApiKey.of(options);
    this.keys = new AccessKeys(database, clock);
    this.audit = new AuditLog(database, clock);
    this.sinks.addAll(options.family(SINKS).keySet());
    this.secrets =
        SecretBox.open(
            options.text("bellhop.secret-key"),
            options.text("bellhop.secret-key-old"),
            Path.of(options.text("bellhop.data")));
    this.dataKeys = new DataKeys(database, secrets);
    database.content().use(dataKeys, options.isTrue("bellhop.encrypt-records"));
    this.accounts =
        new Accounts(database, secrets, mapper, clock, RowOwners.ofAccounts(database, dataKeys));
    this.inbox =
        new Inbox(
            database,
            clock,
            options.number("bellhop.inbox.queue", 1, 1_000_000),
            options.number("bellhop.inbox.batch", 1, 10_000),
            options.time("bellhop.inbox.lease"),
            journal(options, database));
    this.replays = new Replays(database, inbox, clock);
    this.listeners = newListeners();
    this.subscriptions = new Subscriptions(database, secrets, mapper, RowOwners.ofSubscriptions());
    // Reads all options before it creates anything with threads.
    Duration overlap = options.time("bellhop.sync.overlap");
    Duration interval = options.time("bellhop.sync.interval");
    this.deliveries =
        new DeliveryService(
            database,
            subscriptions,
            DeliverySettings.of(options),
            mapper,
            new DeliveryService.Watchers(metrics, tracing),
            clock);
    this.notifier = new EventNotifier(database);
    this.lists = newLists(listeners);
    this.syncs =
        new Syncs(inbox, accounts, lists, metrics, clock, new Syncs.Timing(overlap, interval));
    this.pauses =
        new AccountPauses(
            database,
            inbox,
            new SystemEvents(mapper, notifier.around(deliveries.subscribers())),
            mapper,
            PauseSettings.of(options),
            clock);
    this.retention = new Retention(database, options, clock);
    this.words = new RecordTermWriter(database, () -> waiting() > FEW);
    this.erasures = new Erasures(database, accounts, inbox, secrets, mapper, clock);
    accounts.onCredentials(pauses::credentialsChanged);
    this.records = new KnownRecords(database);
    boolean findsConflicts = options.isTrue("bellhop.calendar.conflicts");
    this.links = new StayLinks(database, accounts, mapper);
    this.linkEvents =
        new StayLinkEvents(
            database,
            accounts,
            mapper,
            links::find,
            notifier.around(deliveries.subscribers()),
            clock);
    this.conflicts =
        new ConflictRechecks(
            database,
            accounts,
            mapper,
            new ConflictRechecks.Receivers(
                notifier.around(deliveries.subscribers()), findsConflicts, linkEvents::wake),
            clock);
    this.publisher =
        new EventPublisher(
            inbox,
            listeners::idempotencyWindow,
            accounts,
            mapper,
            clock,
            new EventPublisher.Participants(
                EventLogListener.both(
                    EventLogListener.both(metrics, linkEvents),
                    EventLogListener.both(records, words)),
                notifier.around(deliveries.subscribers()),
                syncs.coordinator(),
                findsConflicts));
  }

  private int waiting() {
    return inbox.notStored().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static JournalLocation journal(Options options, Database database) {
    if (!options.text("bellhop.log").equals("database")) {
      return JournalLocation.kafka(KafkaSettings.of(options, System::getenv));
    }
    Path folder = options.isTrue("bellhop.inbox.journal") ? database.beside(".journal") : null;
    return folder == null ? JournalLocation.TABLE : JournalLocation.folder(folder);
  }

  /**
   * Checks what must hold before anything is read or written: bodies fit into a row, and the secret
   * key opens all secrets.
   */
  void prepareContent() throws SQLException {
    int growth = database.content().encrypts() ? ContentCipher.OVERHEAD : 0;
    int largest = database.dialect().largestBody() - growth;
    if (options.number("bellhop.http.max-body", 1, Integer.MAX_VALUE) > largest) {
      throw new ConfigException(
          "bellhop.http.max-body must be at most "
              + largest
              + " with H2, which cannot store a larger row; use PostgreSQL for larger bodies");
    }
    new SecretRotation(database, secrets, RowOwners.sealed()).run();
    dataKeys.prepare();
    RecordTerms.prepare(database);
  }

  Setup setup(ResourceMapper forms, UnaryOperator<String> placeholders) {
    return new Setup(database, accounts, subscriptions, forms, placeholders, clock);
  }

  /**
   * The addresses that providers' APIs may have. An operator who allows private addresses for
   * subscribers allows them for APIs too, but not the other way round.
   */
  AddressGuard apiGuard() {
    DeliverySettings.Targets delivery = DeliverySettings.of(options).targets();
    return new AddressGuard(
        delivery.allowPrivate() || options.isTrue("bellhop.provider.allow-private"),
        delivery.allowed());
  }

  Listeners newListeners() {
    return new Listeners(accounts, inbox, mapper, telemetry, ClientAddresses.of(options), clock);
  }

  ProviderLists newLists(Listeners known) {
    return new ProviderLists(database, known, mapper, clock);
  }
}
