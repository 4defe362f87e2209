package io.bellhop.runtime;

import io.bellhop.account.AccountRows;
import io.bellhop.account.Accounts;
import io.bellhop.account.DataKeys;
import io.bellhop.account.SealedColumns;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.delivery.QueuedDeliveries;
import io.bellhop.event.CalendarConflicts;
import io.bellhop.event.ConflictRechecks;
import io.bellhop.event.RecordTerms;
import io.bellhop.event.StayLinkEvents;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.ingest.Refusals;
import io.bellhop.message.GuestMessages;
import io.bellhop.monitor.inactivity.InactivityWatch;
import io.bellhop.privacy.Erasures;
import io.bellhop.provider.client.AccessTokenRows;
import io.bellhop.provider.pause.AccountPauses;
import io.bellhop.provider.ratelimit.LimitTable;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.Syncs;
import io.bellhop.store.Database;
import io.bellhop.subscription.SubscriptionRows;
import io.bellhop.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.List;

/**
 * The packages whose rows belong to an account or a subscription. Add a package here if it gets
 * such a table.
 */
public final class RowOwners {
  private RowOwners() {}

  /** In the order in which a deletion locks the rows. */
  public static List<AccountRows> ofAccounts(Database database) {
    return List.of(
        new AccessTokenRows(),
        Registrar.ACCOUNT_ROWS,
        AccountPauses.ACCOUNT_ROWS,
        Refusals.ACCOUNT_ROWS,
        new LimitTable(database),
        Syncs.ACCOUNT_ROWS,
        InactivityWatch.ACCOUNT_ROWS,
        CalendarFeeds.ACCOUNT_ROWS,
        GuestMessages.ACCOUNT_ROWS,
        PropertyMappings.ACCOUNT_ROWS,
        RecordTerms.ACCOUNT_ROWS,
        CalendarConflicts.ACCOUNT_ROWS,
        ConflictRechecks.ACCOUNT_ROWS,
        StayLinkEvents.ACCOUNT_ROWS);
  }

  /** The columns that the secret key seals. */
  public static List<SealedColumns> sealed() {
    return List.of(
        Accounts.SEALED,
        AccessTokenRows.SEALED,
        Subscriptions.SEALED,
        Erasures.SEALED,
        DataKeys.SEALED);
  }

  /** The same with the data keys of accounts. */
  static List<AccountRows> ofAccounts(Database database, DataKeys keys) {
    List<AccountRows> all = new ArrayList<>(ofAccounts(database));
    all.add(keys);
    return all;
  }

  public static SubscriptionRows ofSubscriptions() {
    return new QueuedDeliveries();
  }
}
