package io.bellhop.api;

import io.bellhop.account.Accounts;
import io.bellhop.account.ProviderRules;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.ingest.Refusals;
import io.bellhop.privacy.Erasures;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.Syncs;

/**
 * What the API needs for integration accounts.
 *
 * @param rules what an account of each provider may have
 * @param apis the APIs of their providers
 * @param erasures of what is stored of their guests
 * @param feeds the calendars of their properties
 */
public record AccountServices(
    Accounts accounts,
    ProviderRules rules,
    Refusals refusals,
    Registrar registrar,
    Syncs syncs,
    ApiClients apis,
    Erasures erasures,
    CalendarFeeds feeds) {}
