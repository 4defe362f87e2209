package io.bellhop.provider.registration;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route {@code direct:bellhop-<provider>-register} on a fresh exchange: one run for each
 * account at a time, and a few in total. The caller waits up to a limit; after that the run
 * continues without it. Thread-safe.
 */
final class RegistrationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrationRunner.class);

  /** Each run blocks a thread that serves requests. */
  private static final int MOST_AT_ONCE = 4;

  private final CamelContext context;
  private final RegistrationTable registrations;
  private final Duration most;
  private final Clock clock;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final ProducerTemplate template;

  RegistrationRunner(
      CamelContext context, RegistrationTable registrations, Duration most, Clock clock) {
    this.context = context;
    this.registrations = registrations;
    this.most = most;
    this.clock = clock;
    this.template = context.createProducerTemplate();
  }

  /** The name of the direct endpoint at which a provider's route begins. */
  static String route(Account account) {
    return "bellhop-" + account.provider() + "-register";
  }

  /** Runs the route and waits for it. */
  RegistrationOutcome run(RegistrationContext registering) throws SQLException {
    UUID by = UUID.randomUUID();
    if (!places.tryAcquire()) {
      throw RegistrationException.later("busy", "Too many such calls run at once", 5);
    }
    boolean sent = false;
    try {
      if (!registrations.begin(registering.account().id(), by)) {
        throw RegistrationException.later(
            "busy", "Another call is working on this account's webhook", 5);
      }
      CompletableFuture<RegistrationOutcome> done = send(registering, by);
      sent = true;
      return await(done);
    } finally {
      if (!sent) {
        places.release();
      }
    }
  }

  /** Finishes a run whose caller has already received a 503. */
  private CompletableFuture<RegistrationOutcome> send(RegistrationContext registering, UUID by) {
    String endpoint = "direct:" + route(registering.account()) + "?block=false";
    return template
        .asyncSend(endpoint, exchange(registering))
        .thenApply(exchange -> finish(registering, exchange))
        .whenComplete(
            (outcome, failure) -> {
              places.release();
              release(registering.account(), by);
            });
  }

  private Exchange exchange(RegistrationContext registering) {
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
    registering.on(exchange);
    exchange.setVariable("provider", registering.account().provider());
    exchange.setVariable("event", "register");
    exchange.setVariable("origin", "register");
    exchange.setVariable("undo", String.valueOf(registering.undo()));
    return exchange;
  }

  private RegistrationOutcome finish(RegistrationContext registering, Exchange exchange) {
    Exception failure = exchange.getException();
    Account account = registering.account();
    String verb = registering.undo() ? "removed" : "made";
    if (failure != null) {
      RegistrationException known =
          RegistrationFailures.of(failure, registering.call(), clock.instant());
      LOG.warn(
          "the webhook of {} was not {}: {}",
          account,
          verb,
          known == null ? "" : known.getMessage());
      throw known == null
          ? new IllegalStateException("the route failed; the log has the cause")
          : known;
    }
    try {
      if (registering.undo()) {
        registrations.removed(account.id());
      } else {
        registrations.registered(account.id(), registering.listenerUrl());
      }
    } catch (SQLException e) {
      throw RegistrationException.later("service_unavailable", DatabaseErrors.describe(e), 5);
    }
    RegistrationOutcome outcome =
        RegistrationOutcome.of(registering, exchange.getVariable("notes", JsonNode.class));
    LOG.info(
        "the webhook of {} is {}: {} made, {} changed, {} removed, {} kept",
        account,
        verb,
        outcome.made(),
        outcome.changed(),
        outcome.removed(),
        outcome.kept());
    return outcome;
  }

  private void release(Account account, UUID by) {
    try {
      registrations.end(account.id(), by);
    } catch (SQLException e) {
      LOG.warn("{} stays busy until its lease ends: {}", account, DatabaseErrors.describe(e));
    }
  }

  private RegistrationOutcome await(CompletableFuture<RegistrationOutcome> done) {
    try {
      return done.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw RegistrationException.later(
          "provider_unavailable",
          "The provider is slow, and Bellhop is still waiting for it: call this again",
          10);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RegistrationException known
          ? known
          : new IllegalStateException("Bellhop cannot make a webhook; the log has the cause");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistrationException.later("busy", "The hub is stopping", 10);
    }
  }
}
