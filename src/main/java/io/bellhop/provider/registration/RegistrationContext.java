package io.bellhop.provider.registration;

import io.bellhop.account.Account;
import io.bellhop.account.AccountContext;
import io.bellhop.failure.PermanentFailureException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/**
 * The context of an exchange that does not come from the inbox: a call that creates or removes
 * Bellhop's webhook at an account's provider. It is an exchange property, so neither headers nor
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
   * @param undo whether to remove the webhook
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

  /** Returns the context; throws an exception for any other exchange. */
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

  /** Sets the account as it is now stored, because a step may have added a secret. */
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

  /** Sets the placeholders in the route: see {@link WebhookPlaceholders#written}. */
  public void places(List<String> written) {
    places = List.copyOf(written);
  }

  /** The last call to the provider's API as the route writes it, without values. */
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
