package io.bellhop.runtime;

import io.bellhop.account.ProviderRules;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.routes.RecordTypes;
import io.bellhop.routes.RouteLoader;
import io.bellhop.setup.ResourceMapper;
import io.bellhop.subscription.EventNames;
import io.bellhop.subscription.SubscriptionRules;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/** The rules for accounts and subscriptions, which depend on the loaded routes. */
final class HubRules {
  final ApiClients apis;
  final ProviderRules providers;
  final SubscriptionRules subscriptions;
  private final CamelContext context;
  private final HubServices services;

  HubRules(CamelContext context, HubServices services, RouteLoader loader) {
    this.context = context;
    this.services = services;
    AddressGuard guard = services.apiGuard();
    this.apis =
        new ApiClients(
            context,
            services.options,
            url -> requirePublic(guard, url),
            new ApiClients.Services(
                services.database,
                services.secrets,
                services.pauses,
                services.mapper,
                services.telemetry,
                services.clock));
    this.providers = new LoadedProviders(services.listeners, apis, guard, loader::askedFields);
    this.subscriptions =
        new SubscriptionRules(
            services.deliveries.guard(),
            services.sinks,
            DeliverySettings.of(services.options).secretRotationGrace(),
            this::eventNames);
  }

  ResourceMapper resources() {
    return new ResourceMapper(providers, subscriptions, services.clock);
  }

  private static void requirePublic(AddressGuard guard, URI url) throws IOException {
    try {
      guard.address(url);
    } catch (ForbiddenTargetException e) {
      throw new IOException(
          "api.base_url leads to an address that is not public; set"
              + " bellhop.provider.allow-private to allow it",
          e);
    }
  }

  /** The names of events that the current routes can emit. */
  private EventNames eventNames() {
    Set<String> further = new TreeSet<>(RecordTypes.of(context));
    for (String provider : services.listeners.providers()) {
      String types =
          services.options.all().getOrDefault("bellhop." + provider + ".record-types", "");
      further.addAll(List.of(types.strip().split("\\s+")));
    }
    further.remove("");
    return new EventNames(further);
  }
}
