package io.bellhop.setup;

import io.bellhop.access.AuditLog;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.config.ConfigException;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a set-up file ({@code bellhop.setup}), and what is declared elsewhere: the door of this
 * package.
 */
public final class Setup {
  private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

  /**
   * Locked while a file is applied: two nodes that start together would create everything twice.
   */
  private static final String LOCK = "setup";

  private final Database database;
  private final Accounts accounts;
  private final Subscriptions subscriptions;
  private final ResourceMapper forms;
  private final UnaryOperator<String> placeholders;
  private final Clock clock;
  private final SetupAudit audit;

  /**
   * @param placeholders what stands for a placeholder such as {@code env:NAME}, null if nothing
   *     does
   */
  public Setup(
      Database database,
      Accounts accounts,
      Subscriptions subscriptions,
      ResourceMapper forms,
      UnaryOperator<String> placeholders,
      Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.subscriptions = subscriptions;
    this.forms = forms;
    this.placeholders = placeholders;
    this.clock = clock;
    this.audit = new SetupAudit(new AuditLog(database, clock));
  }

  /**
   * Creates what is missing and changes what differs. What already matches the file costs no write,
   * and what the file does not name stays. Nothing is written if any part of the file is wrong.
   * After a crash in between, the next start writes the rest.
   *
   * @throws ConfigException with file, line, place and fault, never a value
   */
  public void apply(Path path) throws SQLException {
    SetupFile file = SetupFile.read(path, placeholders);
    apply(path, file.accounts(), file.subscriptions());
  }

  /**
   * Applies what is declared elsewhere, in the same way.
   *
   * @return the account's id, if there is one
   * @throws ConfigException with the declaring place and the fault, never a value
   */
  public Optional<UUID> apply(DeclaredSubscription declared) throws SQLException {
    apply(declared.place(), declared.accounts(), declared.subscriptions());
    return accounts.all().stream().filter(declared::isAccount).map(Account::id).findFirst();
  }

  /** Keeps other nodes out by locking a row. */
  private synchronized void apply(
      Object source, List<SetupEntry> theAccounts, List<SetupEntry> theSubscriptions)
      throws SQLException {
    database.durablySlowly(
        steps -> {
          steps.run(
              connection ->
                  Sql.lock(connection, "select name from setting where name = ? for update", LOCK));
          AccountPlan wantedAccounts = new AccountPlan(theAccounts, accounts.all(), forms, clock);
          SubscriptionPlan wantedSubscriptions =
              new SubscriptionPlan(theSubscriptions, subscriptions.all(), forms);
          write(wantedAccounts);
          write(wantedSubscriptions);
          LOG.info(
              "{}: accounts {} made, {} changed, {} in all; webhooks {} made, {} changed, {} in all",
              source,
              wantedAccounts.made().size(),
              wantedAccounts.changed().size(),
              theAccounts.size(),
              wantedSubscriptions.made().size(),
              wantedSubscriptions.changed().size(),
              theSubscriptions.size());
          return null;
        });
  }

  private void write(AccountPlan plan) throws SQLException {
    for (Planned<Account> one : plan.made()) {
      Account account = one.wanted();
      audit.note(
          "POST integration_accounts",
          one.fields(),
          account.workspaceId(),
          () -> accounts.create(account).id());
    }
    for (Planned<Account> one : plan.changed()) {
      Account account = one.wanted();
      audit.note(
          "PUT integration_accounts/{id}",
          one.fields(),
          account.workspaceId(),
          () -> accounts.update(account).id());
    }
  }

  private void write(SubscriptionPlan plan) throws SQLException {
    for (Planned<Subscription> one : plan.made()) {
      note("POST webhooks", one, subscriptions::create);
    }
    for (Planned<Subscription> one : plan.changed()) {
      note("PUT webhooks/{id}", one, subscriptions::update);
    }
  }

  @FunctionalInterface
  private interface Write {
    void of(Subscription subscription) throws SQLException;
  }

  private void note(String action, Planned<Subscription> one, Write write) throws SQLException {
    Subscription subscription = one.wanted();
    audit.note(
        action,
        one.fields(),
        subscription.workspaceId(),
        () -> {
          write.of(subscription);
          return subscription.id();
        });
  }
}
