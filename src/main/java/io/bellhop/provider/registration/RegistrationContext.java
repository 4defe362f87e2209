package io.bellhop.provider.registration;

import io.bellhop.account.Account;
import io.bellhop.account.AccountContext;
import io.bellhop.failure.PermanentFailureException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/**
 * What an exchange stands for that does not come from the inbox: one call to make our webhook at an
 * account's provider, or to remove it. Carried as an exchange property, so neither headers nor
 * variables can reach it; copies of the exchange share it. Thread-safe.
 */
public final class RegistrationContext {
  private static final String PROPERTY = "bellhop.registering";

  private final String listenerUrl;
  private final boolean undo;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private final AtomicInteger removed = new AtomicInteger();
  private final AtomicInteger kept = new AtomicInteger();
  private volatile Account account;
  private volatile String call = "";
  private volatile List<String> places = List.of();

  /**
   * @param undo whether the webhook is to be removed
   */
  public RegistrationContext(Account account, String listenerUrl, boolean undo) {
    this.account = account;
    this.listenerUrl = listenerUrl;
    this.undo = undo;
  }

  /** Null if the exchange stands for a message. */
  public static RegistrationContext of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, RegistrationContext.class);
  }

  /** For steps that make sense nowhere else. */
  public static RegistrationContext required(Exchange exchange) {
    RegistrationContext registering = of(exchange);
    if (registering == null) {
      throw new PermanentFailureException("this step belongs to a route that makes a webhook");
    }
    return registering;
  }

  public void on(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
    AccountContext.set(exchange, this::account);
  }

  public Account account() {
    return account;
  }

  /** As it is stored by now: it may have been given a secret on the way. */
  public void account(Account stored) {
    this.account = stored;
  }

  public String listenerUrl() {
    return listenerUrl;
  }

  public boolean undo() {
    return undo;
  }

  public WebhookPlaceholders webhook() {
    return new WebhookPlaceholders(account, listenerUrl, places);
  }

  /** The places that the route writes: see {@link WebhookPlaceholders#written}. */
  public void places(List<String> written) {
    places = List.copyOf(written);
  }

  /** The last call of the provider's API, as the route writes it: no value stands in its places. */
  public String call() {
    return call;
  }

  public void calls(String method, String pathTemplate) {
    call = method + " " + pathTemplate.replaceFirst("\\?.*", "");
  }

  public AtomicInteger made() {
    return made;
  }

  public AtomicInteger changed() {
    return changed;
  }

  public AtomicInteger removed() {
    return removed;
  }

  public AtomicInteger kept() {
    return kept;
  }
}
