package io.bellhop.setup;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountForm;
import io.bellhop.account.ProviderRules;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.SubscriptionForm;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.validation.InvalidFieldsException;
import java.time.Clock;
import java.time.ZoneOffset;

/** Reads declared attributes by the rules of the API. Thread-safe. */
public final class ResourceMapper {
  /** The only attribute that a declaration may set but the API may not. */
  public static final String LISTENER_TOKEN = "listener_token";

  private final ProviderRules providers;
  private final SubscriptionRules subscriptions;
  private final Clock clock;

  public ResourceMapper(ProviderRules providers, SubscriptionRules subscriptions, Clock clock) {
    this.providers = providers;
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /**
   * An account as POST or PUT would store it. A new account does not yet have an id, a token and
   * times.
   *
   * @param stored null for a new account
   * @return {@code stored} itself if nothing differs
   * @throws InvalidFieldsException if the API would reject it
   */
  public Account account(JsonNode attributes, Account stored) {
    if (stored == null) {
      return form(attributes).create();
    }
    Account same = form(attributes).change(stored, stored.updatedAt());
    return same.equals(stored) ? stored : form(attributes).change(stored, clock.instant());
  }

  /**
   * A subscription as POST or PUT would store it. May block while it looks up the name in the URL.
   *
   * @param stored null for a new subscription
   * @return {@code stored} itself if nothing differs
   * @throws InvalidFieldsException if the API would reject it
   */
  public Subscription subscription(JsonNode attributes, Subscription stored) {
    SubscriptionForm form = new SubscriptionForm(attributes, subscriptions);
    if (stored == null) {
      return form.create(clock);
    }
    Clock then = Clock.fixed(stored.updatedAt(), ZoneOffset.UTC);
    if (form.change(stored, then).equals(stored)) {
      return stored;
    }
    return form.change(stored, clock);
  }

  private AccountForm form(JsonNode attributes) {
    return new AccountForm(attributes, providers).knowing(LISTENER_TOKEN);
  }
}
