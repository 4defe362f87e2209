package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.NewMessage;
import io.bellhop.ingest.verify.WebhookRefusal;
import io.bellhop.ingest.verify.WebhookRefusal.Reason;
import io.bellhop.monitor.Metrics;
import io.bellhop.net.RequestHeaders;
import io.bellhop.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider's listener: verify the raw bytes, inflate, parse once, drop what must not be kept,
 * read the keys, store, answer. Nothing else happens before the answer. What is verified is stored,
 * readable or not. Thread-safe.
 */
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Longer than any commit. With what comes before, a sender has its 503 within three seconds. */
  private static final Duration COMMIT_TIMEOUT = Duration.ofMillis(2_200);

  private final ListenerSettings settings;
  private final InboxMessageFactory factory;
  private final Accounts accounts;
  private final Inbox inbox;
  private final Metrics metrics;
  private final Refusals refusals;

  Listener(
      ListenerSettings settings,
      InboxMessageFactory factory,
      Accounts accounts,
      Inbox inbox,
      Metrics metrics,
      Refusals refusals) {
    this.settings = settings;
    this.factory = factory;
    this.accounts = accounts;
    this.inbox = inbox;
    this.metrics = metrics;
    this.refusals = refusals;
  }

  /**
   * @param token what stood behind the provider in the listener URL
   */
  public IngestResponse take(String method, String token, RequestHeaders headers, byte[] body) {
    return take(new Webhook(method, token, "", headers, body));
  }

  IngestResponse take(Webhook webhook) {
    long began = System.nanoTime();
    boolean checks = settings.check().isOne(webhook.method(), webhook.body());
    if (!checks && !webhook.method().equals("POST")) {
      return refuse(null, Reason.NOT_POST, IngestResponse.METHOD_NOT_ALLOWED);
    }
    if (!inbox.isOpen()) {
      // Before the look-up: without its database Bellhop knows no account, and 404 would be a lie.
      return refuse(null, Reason.UNAVAILABLE, IngestResponse.UNAVAILABLE);
    }
    if (webhook.body().length > settings.body().largest()) {
      // The server before us may have another limit, and the database has this one.
      return refuse(null, Reason.TOO_LARGE, IngestResponse.TOO_LARGE);
    }
    Optional<Account> account =
        accounts.findByToken(webhook.token()).filter(a -> a.provider().equals(settings.provider()));
    if (account.isEmpty()) {
      return refuse(null, Reason.UNKNOWN_TOKEN, IngestResponse.NOT_FOUND);
    }
    if (checks) {
      return settings.check().answer(webhook.headers(), webhook.query());
    }
    IngestResponse answer = verified(account.get(), webhook.headers(), webhook.body());
    if (answer == IngestResponse.ACCEPTED) {
      metrics.accepted(settings.provider(), System.nanoTime() - began);
      refusals.accepted(account.get().id());
    }
    return answer;
  }

  private IngestResponse refuse(Account account, Reason reason, IngestResponse answer) {
    return refuse(account, WebhookRefusal.of(reason), answer);
  }

  private IngestResponse refuse(Account account, WebhookRefusal refusal, IngestResponse answer) {
    refusals.refused(settings.provider(), account, refusal);
    return answer;
  }

  private IngestResponse verified(Account account, RequestHeaders headers, byte[] raw) {
    WebhookRefusal refusal = settings.verifier().refusal(account, headers, raw);
    ContentEncoding encoding = ContentEncoding.of(headers, raw);
    byte[] body = raw;
    String fault = null;
    if (encoding == ContentEncoding.GZIP) {
      try {
        body = ContentEncoding.inflate(raw, settings.body().largest());
      } catch (IOException e) {
        fault = "the body is said to be gzip, and is broken or ends too early";
      }
      if (refusal != null && fault == null && body.length <= settings.body().largest()) {
        // Some sign what they send, others what they had before it was compressed.
        refusal = settings.verifier().refusal(account, headers, body);
      }
    }
    if (refusal != null) {
      return refuse(account, refusal, IngestResponse.UNAUTHORIZED);
    }
    if (encoding == ContentEncoding.OTHER) {
      return refuse(account, Reason.ENCODING, IngestResponse.UNSUPPORTED_ENCODING);
    }
    if (body.length > settings.body().largest()) {
      return refuse(account, Reason.TOO_LARGE, IngestResponse.TOO_LARGE);
    }
    return store(
        account,
        fault == null
            ? factory.webhook(account, headers, body)
            : factory.unreadable(account, headers, raw, fault));
  }

  private IngestResponse store(Account account, List<NewMessage> messages) {
    CompletableFuture<Void> stored = inbox.append(messages);
    String why = "too much waits for the database";
    if (stored != null) {
      try {
        stored.get(COMMIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        messages.stream()
            .filter(NewMessage::isDeadLetter)
            .forEach(m -> LOG.warn("{} is a dead letter: {}", m.message(), m.fault()));
        return IngestResponse.ACCEPTED;
      } catch (ExecutionException e) {
        why = Database.describe(e.getCause());
        // The refusal is logged below, once a minute: without its database every webhook fails.
        LOG.debug("{} cannot be stored: {}", messages.get(0).message(), why);
      } catch (TimeoutException e) {
        why = "the database has not answered within " + COMMIT_TIMEOUT.toMillis() + " ms";
        LOG.debug("{} is not stored: {}", messages.get(0).message(), why);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Database database = inbox.database();
    return database.isDiskFull()
        ? refuse(
            account,
            new WebhookRefusal(Reason.UNAVAILABLE, database.problem()),
            IngestResponse.DISK_FULL)
        : refuse(account, new WebhookRefusal(Reason.UNAVAILABLE, why), IngestResponse.UNAVAILABLE);
  }
}
