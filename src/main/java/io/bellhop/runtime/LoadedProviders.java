package io.bellhop.runtime;

import io.bellhop.account.Account;
import io.bellhop.account.AccountCheck;
import io.bellhop.account.ProviderRules;
import io.bellhop.ingest.Listeners;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.provider.client.ApiClients;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The rules of the providers whose routes are currently loaded. */
public final class LoadedProviders implements ProviderRules {
  private final Listeners listeners;
  private final ApiClients apis;
  private final AddressGuard guard;
  private final Function<String, Set<String>> asked;

  /**
   * @param guard decides which addresses of a provider's API are allowed
   * @param asked the fields of {@code api} that a provider's own files use
   */
  public LoadedProviders(
      Listeners listeners,
      ApiClients apis,
      AddressGuard guard,
      Function<String, Set<String>> asked) {
    this.listeners = listeners;
    this.apis = apis;
    this.guard = guard;
    this.asked = asked;
  }

  @Override
  public Set<String> providers() {
    return listeners.providers();
  }

  @Override
  public Set<String> webhookFields(String provider) {
    return new TreeSet<>(listeners.verifierFields(provider));
  }

  @Override
  public String webhookField(String provider, String field, String value) {
    return listeners.credential(provider, field, value);
  }

  @Override
  public boolean namesCustomer(String provider) {
    return listeners.namesCustomer(provider);
  }

  @Override
  public Optional<Set<String>> apiFields(String provider) {
    return apis.fields(provider)
        .map(
            fields -> {
              Set<String> all = new TreeSet<>(fields);
              all.addAll(asked.apply(provider));
              return all;
            });
  }

  @Override
  public String baseUrlFault(String origin) {
    URI url;
    try {
      url = AddressGuard.url(origin);
    } catch (ForbiddenTargetException e) {
      return e.getMessage();
    }
    try {
      guard.address(url);
      return null;
    } catch (ForbiddenTargetException e) {
      return "names a host with an address that is not public; set"
          + " bellhop.provider.allow-private=true or bellhop.delivery.allowed-addresses to"
          + " allow it";
    } catch (UnknownHostException e) {
      // The name may exist tomorrow, and the guard checks each call.
      return null;
    }
  }

  @Override
  public AccountCheck check(Account account) {
    return apis.check(account);
  }

  @Override
  public List<String> notes(Account account) {
    List<String> notes = new ArrayList<>();
    if (!providers().contains(account.provider())) {
      notes.add("Bellhop has no routes of this provider, so it answers its webhooks with 404");
      return notes;
    }
    if (listeners.isPolled(account.provider())) {
      notes.add(
          "this provider sends no webhooks: Bellhop reads its list, and listener_url"
              + " accepts nothing");
    }
    if (account.isOfAllCustomers()) {
      notes.add(
          "its listener_url is for all customers: each webhook goes to the account of this workspace"
              + " whose external_id it names, and is a dead letter while there is none");
    }
    String verifier = listeners.lacks(account);
    if (verifier != null) {
      notes.add(
          "webhook has no "
              + verifier
              + ": Bellhop refuses every webhook of this account until "
              + (verifier.contains(" ") ? "they are set" : "it is set"));
    }
    apis.lacks(account)
        .ifPresent(
            fields ->
                notes.add(
                    "api has no "
                        + fields
                        + ": Bellhop cannot call the provider's API for this account until "
                        + (fields.contains(" ") ? "they are set" : "it is set")));
    return notes;
  }
}
