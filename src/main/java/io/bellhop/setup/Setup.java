package io.bellhop.setup;

import io.bellhop.access.AuditLog;
import io.bellhop.access.AuditRecord;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
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
 * Applies a set-up file ({@code bellhop.setup}), and declarations from elsewhere. The entry point
 * of this package.
 */
public final class Setup {
  private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

  /**
   * Locked while Bellhop applies a file, because two nodes that start together would otherwise
   * create everything twice.
   */
  private static final String LOCK = "setup";

  private static final Caller SETUP = new Caller(null, "setup", null, Role.ADMIN);

  private final Database database;
  private final Accounts accounts;
  private final Subscriptions subscriptions;
  private final ResourceMapper forms;
  private final UnaryOperator<String> placeholders;
  private final Clock clock;
  private final AuditLog audit;

  /**
   * @param placeholders returns the value of a placeholder such as {@code env:NAME}; null if there
   *     is none
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
    this.audit = new AuditLog(database, clock);
  }

  /**
   * Creates missing objects and changes those that differ from the file. Objects that match the
   * file, and those that it does not name, stay unchanged. If any part of the file is invalid,
   * Bellhop writes nothing. After a crash, the next start writes the rest.
   *
   * @throws ConfigException with file, line, place and fault, never a value
   */
  public void apply(Path path) throws SQLException {
    SetupFile file = SetupFile.read(path, placeholders);
    apply(path, file.accounts(), file.subscriptions());
  }

  /**
   * Applies a declaration from elsewhere, in the same way.
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
              "Bellhop applied {}: accounts {} created, {} changed, {} in all; webhooks"
                  + " {} created, {} changed, {} in all",
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
    for (PlannedEntry<Account> one : plan.made()) {
      String workspace = one.wanted().workspaceId();
      note("POST integration_accounts", one, workspace, () -> accounts.create(one.wanted()).id());
    }
    for (PlannedEntry<Account> one : plan.changed()) {
      note(
          "PUT integration_accounts/{id}",
          one,
          one.wanted().workspaceId(),
          () -> accounts.update(one.wanted()).id());
    }
  }

  private void write(SubscriptionPlan plan) throws SQLException {
    for (PlannedEntry<Subscription> one : plan.made()) {
      note(
          "POST webhooks",
          one,
          one.wanted().workspaceId(),
          () -> subscriptions.create(one.wanted()));
    }
    for (PlannedEntry<Subscription> one : plan.changed()) {
      String workspace = one.wanted().workspaceId();
      note("PUT webhooks/{id}", one, workspace, () -> subscriptions.update(one.wanted()));
    }
  }

  /** Creates or changes an object, and returns its id. */
  @FunctionalInterface
  private interface Change {
    UUID make() throws SQLException;
  }

  /** Records a change under the action of the API call that would do the same. */
  private void note(String action, PlannedEntry<?> planned, String workspace, Change change)
      throws SQLException {
    UUID record = audit.begin(new AuditRecord(SETUP, null, action, null, planned.fields()));
    audit.done(record, change.make().toString(), workspace);
  }
}
