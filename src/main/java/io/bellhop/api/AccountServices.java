package io.bellhop.api;

import io.bellhop.account.Accounts;
import io.bellhop.account.ProviderRules;
import io.bellhop.connect.AccountConnections;
import io.bellhop.ingest.Refusals;
import io.bellhop.message.GuestMessages;
import io.bellhop.privacy.Erasures;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.Syncs;

/**
 * The services that the API needs for integration accounts.
 *
 * @param rules the fields that an account of each provider may have
 * @param providers the services at their providers
 * @param connections the links by which customers create accounts
 * @param erasures of guests' data
 * @param calendars of their properties
 */
public record AccountServices(
    Accounts accounts,
    ProviderRules rules,
    Refusals refusals,
    AtProvider providers,
    AccountConnections connections,
    Erasures erasures,
    CalendarServices calendars) {
  /**
   * @param messages to guests
   */
  public record AtProvider(
      Registrar registrar, Syncs syncs, ApiClients apis, GuestMessages messages) {}
}
