package io.bellhop.runtime;

import io.bellhop.api.AccountServices;
import io.bellhop.api.CalendarServices;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.connect.AccountConnections;
import io.bellhop.connect.ConnectServices;
import io.bellhop.console.ConnectRoutes;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.message.GuestMessages;
import io.bellhop.net.PathPrefix;
import io.bellhop.provider.registration.Registrar;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Connects the parts of the API and the pages that work with accounts. */
final class HubAccounts {
  private final CamelContext context;
  private final HubServices services;
  private final HubRules rules;
  private final Supplier<String> publicUrl;
  private final Registrar registrar;
  private final AccountConnections connections;

  /**
   * @param context the context with the providers' routes
   */
  HubAccounts(
      CamelContext context, HubServices services, HubRules rules, Supplier<String> publicUrl) {
    this.context = context;
    this.services = services;
    this.rules = rules;
    this.publicUrl = publicUrl;
    this.registrar =
        new Registrar(
            context,
            services.database,
            services.listeners,
            services.options,
            services.clock,
            publicUrl);
    this.connections =
        new AccountConnections(
            services.database,
            services.secrets,
            services.options,
            new ConnectServices(
                rules.apis,
                services.accounts,
                rules.providers,
                registrar,
                services.syncs,
                services.audit,
                services.mapper),
            publicUrl,
            services.clock);
  }

  AccountServices services(CalendarFeeds feeds) {
    return new AccountServices(
        services.accounts,
        rules.providers,
        services.listeners.refusals(),
        new AccountServices.AtProvider(
            registrar,
            services.syncs,
            rules.apis,
            new GuestMessages(context, services.database, services.clock)),
        connections,
        services.erasures,
        new CalendarServices(
            feeds,
            new PropertyMappings(services.database, services.clock, services.conflicts::wake),
            services.links));
  }

  /** The pages for customers. */
  ConnectRoutes pages(PathPrefix prefix) {
    return new ConnectRoutes(
        new ConnectRoutes.Sources(connections, services.accounts, registrar, services.syncs),
        services.listeners.addresses(),
        prefix,
        publicUrl);
  }
}
