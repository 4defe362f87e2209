package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.delivery.AddressGuard;
import io.bellhop.ingest.Listeners;
import io.bellhop.webhook.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Supplier;

/** Reads attributes as the API does, for those that do not come by HTTP. Thread-safe. */
public final class Forms {
  private final Listeners listeners;
  private final AddressGuard guard;
  private final Set<String> sinks;
  private final Duration rotation;
  private final Clock clock;

  /**
   * @param sinks the names of those that the operator has allowed
   * @param rotation how long a webhook's secret goes on signing when another one takes its place
   */
  public Forms(
      Listeners listeners, AddressGuard guard, Set<String> sinks, Duration rotation, Clock clock) {
    this.listeners = listeners;
    this.guard = guard;
    this.sinks = sinks;
    this.rotation = rotation;
    this.clock = clock;
  }

  /**
   * An account as POST or PUT would make it. Of a new one, id, token and times are not made here.
   *
   * @param stored null for a new one
   * @return {@code stored} itself if it is so already
   * @throws InvalidFieldsException if the API would not take it
   */
  public Account account(JsonNode attributes, Account stored) {
    return checked(
        () -> {
          AccountForm form = new AccountForm(attributes, listeners.providers());
          if (stored == null) {
            return AccountsResource.readable(form.create(), listeners);
          }
          if (form.change(stored, stored.updatedAt()).equals(stored)) {
            return stored;
          }
          return AccountsResource.readable(form.change(stored, clock.instant()), listeners);
        });
  }

  /**
   * A webhook as POST or PUT would make it. May block while the name in its URL is looked up.
   *
   * @param stored null for a new one
   * @return {@code stored} itself if it is so already
   * @throws InvalidFieldsException if the API would not take it
   */
  public Webhook webhook(JsonNode attributes, Webhook stored) {
    return checked(
        () -> {
          WebhookForm form = new WebhookForm(attributes, guard, sinks, rotation);
          if (stored == null) {
            return form.create(clock);
          }
          Clock then = Clock.fixed(stored.updatedAt(), ZoneOffset.UTC);
          if (form.change(stored, then).equals(stored)) {
            return stored;
          }
          return form.change(stored, clock);
        });
  }

  private static <T> T checked(Supplier<T> form) {
    try {
      return form.get();
    } catch (ApiError e) {
      throw new InvalidFieldsException(e.details());
    }
  }
}
