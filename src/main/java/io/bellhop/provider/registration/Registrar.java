package io.bellhop.provider.registration;

import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.config.Options;
import io.bellhop.ingest.Listeners;
import io.bellhop.net.UrlReachability;
import io.bellhop.store.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * Creates or removes an account's webhook at its provider if that is possible now, and lists the
 * accounts that have one. Thread-safe.
 */
public final class Registrar {
  /** The registration of each account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of("registration");

  private final CamelContext context;
  private final RegistrationTable registrations;
  private final ManualSteps manual;
  private final Supplier<String> publicUrl;
  private final RegistrationRunner runs;

  /**
   * @param publicUrl the start of listener URLs, without a slash at the end; read at each call,
   *     because port 0 becomes a port only when the server listens
   */
  public Registrar(
      CamelContext context,
      Database database,
      Listeners listeners,
      Options options,
      Clock clock,
      Supplier<String> publicUrl) {
    this.context = context;
    this.registrations = new RegistrationTable(database, clock);
    this.manual = new ManualSteps(options, listeners);
    this.publicUrl = publicUrl;
    this.runs =
        new RegistrationRunner(
            context, registrations, options.time("bellhop.register.timeout"), clock);
  }

  public String listenerUrl(Account account) {
    return publicUrl.get() + "/hooks/" + account.provider() + "/" + account.listenerToken();
  }

  /** When Bellhop created the webhooks of the accounts whose webhook has the present URL. */
  public Map<UUID, Instant> registered(Iterable<Account> accounts) throws SQLException {
    Map<UUID, RegistrationTable.Registered> all = registrations.all();
    Map<UUID, Instant> times = new HashMap<>();
    accounts.forEach(
        account ->
            Optional.ofNullable(all.get(account.id()))
                .filter(registered -> registered.with(listenerUrl(account)))
                .ifPresent(registered -> times.put(account.id(), registered.at())));
    return times;
  }

  /**
   * Creates or repairs the webhook.
   *
   * @throws RegistrationException if the provider does not have it afterwards
   */
  public RegistrationOutcome register(Account account) throws SQLException {
    requireRoute(account);
    if (!account.active()) {
      throw RegistrationException.refused(
          "account_inactive", "The account is not active, so Bellhop would ignore its webhooks");
    }
    requireAuthorization(account);
    if (UrlReachability.isLoopback(publicUrl.get())
        && !UrlReachability.isInside(account.api().get("base_url"))) {
      throw RegistrationException.refused(
          "public_url",
          "A provider cannot reach the listener URL, which is on this machine: set"
              + " bellhop.public-url to an address that it can reach, and restart Bellhop");
    }
    return runs.run(new RegistrationContext(account, listenerUrl(account), false));
  }

  /**
   * Removes the webhook, and those of an earlier public URL.
   *
   * @throws RegistrationException if the provider may still have it afterwards
   */
  public RegistrationOutcome unregister(Account account) throws SQLException {
    requireRoute(account);
    requireAuthorization(account);
    return runs.run(new RegistrationContext(account, listenerUrl(account), true));
  }

  private static void requireAuthorization(Account account) {
    if (account.revoked()) {
      throw RegistrationException.refused(
          "account_revoked",
          "The customer has withdrawn the authorization: give the account new api credentials by"
              + " PUT");
    }
  }

  /** The manual steps for a provider without an API for webhooks; empty if it has one. */
  public Optional<Map<String, List<String>>> manualSteps(Account account) {
    String uri = "direct://" + RegistrationRunner.route(account);
    boolean there =
        context.getRoutes().stream()
            .anyMatch(r -> r.getEndpoint().getEndpointBaseUri().equals(uri));
    return there ? Optional.empty() : Optional.of(manual.of(account, listenerUrl(account)));
  }

  private void requireRoute(Account account) {
    Optional<Map<String, List<String>>> steps = manualSteps(account);
    if (steps.isPresent()) {
      throw RegistrationException.refused(
          "not_supported", "Set up the webhook of this provider by hand", steps.get());
    }
  }

  private static String entry(Account account) {
    return "bellhop-" + account.provider() + "-register";
  }
}
