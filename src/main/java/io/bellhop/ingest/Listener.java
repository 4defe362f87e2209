package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Inbox;
import io.bellhop.observe.Metrics;
import io.bellhop.store.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider's listener: verify the raw bytes, parse once, drop what must not be kept, read the
 * keys, store, answer. Nothing else happens before the answer. Thread-safe.
 */
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Longer than any commit; a caller who waits longer is better told to come again. */
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(10);

  private final ListenerSettings settings;
  private final Intake intake;
  private final Accounts accounts;
  private final Inbox inbox;
  private final Metrics metrics;

  Listener(
      ListenerSettings settings, Intake intake, Accounts accounts, Inbox inbox, Metrics metrics) {
    this.settings = settings;
    this.intake = intake;
    this.accounts = accounts;
    this.inbox = inbox;
    this.metrics = metrics;
  }

  /**
   * @param token what stood behind the provider in the listener URL
   */
  public Answer take(String method, String token, RequestHeaders headers, byte[] body) {
    long began = System.nanoTime();
    Answer answer = answer(method, token, headers, body);
    if (answer == Answer.ACCEPTED) {
      metrics.accepted(settings.provider(), System.nanoTime() - began);
    } else {
      metrics.rejected(settings.provider(), answer.code());
    }
    return answer;
  }

  private Answer answer(String method, String token, RequestHeaders headers, byte[] body) {
    if (!method.equals("POST")) {
      return Answer.METHOD_NOT_ALLOWED;
    }
    if (!inbox.isOpen()) {
      // Before anybody is looked for: without its database nobody is known, and 404 would be a lie.
      return Answer.UNAVAILABLE;
    }
    Optional<Account> account =
        accounts.findByToken(token).filter(a -> a.provider().equals(settings.provider()));
    if (account.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    if (!settings.proof().holds(account.get(), headers, body)) {
      return Answer.UNAUTHORIZED;
    }
    Delivery delivery = intake.webhook(account.get(), headers, body);
    return delivery == null ? Answer.BAD_REQUEST : store(delivery);
  }

  private Answer store(Delivery delivery) {
    CompletableFuture<Void> stored = inbox.append(delivery);
    if (stored == null) {
      return Answer.UNAVAILABLE;
    }
    try {
      stored.get(COMMIT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return Answer.ACCEPTED;
    } catch (ExecutionException e) {
      LOG.warn("{} cannot be stored: {}", delivery, Database.describe(e.getCause()));
    } catch (TimeoutException e) {
      LOG.warn("{} is not stored after {}", delivery, COMMIT_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.UNAVAILABLE;
  }
}
