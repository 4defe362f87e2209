package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.NewMessage;
import io.bellhop.ingest.verify.WebhookRefusal;
import io.bellhop.ingest.verify.WebhookRefusal.Reason;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.RequestHeaders;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.tracing.TraceSpan;
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
 * The listener of a provider: it verifies the raw bytes, parses them once, removes fields that it
 * must not store, reads the keys, stores the messages, even unreadable ones, and answers.
 * Thread-safe.
 */
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Bodies up to this size take a few milliseconds at most. */
  private static final int SMALL = 64 * 1024;

  private final ListenerSettings settings;
  private final InboxMessageFactory factory;
  private final Accounts accounts;
  private final Inbox inbox;
  private final Telemetry telemetry;
  private final Refusals refusals;

  Listener(
      ListenerSettings settings,
      InboxMessageFactory factory,
      Accounts accounts,
      Inbox inbox,
      Telemetry telemetry,
      Refusals refusals) {
    this.settings = settings;
    this.factory = factory;
    this.accounts = accounts;
    this.inbox = inbox;
    this.telemetry = telemetry;
    this.refusals = refusals;
  }

  /** Accepts a webhook, with the token that follows the provider in its URL. */
  public IngestResponse take(String method, String token, RequestHeaders headers, byte[] body) {
    return take(new Webhook(method, token, "", headers, body, ""));
  }

  /** Accepts a webhook on the caller's thread, which waits for the commit. */
  IngestResponse take(Webhook webhook) {
    WebhookProgress begun = begin(webhook);
    if (begun.answer() != null) {
      return begun.answer();
    }
    try {
      begun.stored().get(commitTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return end(begun, null);
    } catch (ExecutionException e) {
      return end(begun, e.getCause());
    } catch (TimeoutException e) {
      return end(begun, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return end(begun, e);
    }
  }

  /** Does all work before the commit. It may wait briefly for the database. */
  public WebhookProgress begin(Webhook webhook) {
    long began = System.nanoTime();
    IngestResponse early = early(webhook);
    if (early != null) {
      return WebhookProgress.answered(early);
    }
    WebhookProgress begun = begin(webhook, accounts.findByToken(webhook.token()), began, false);
    // Another node may have just changed the credentials, and some senders do not retry a 401.
    return begun == null ? begin(webhook, accounts.lookUp(webhook.token()), began, true) : begun;
  }

  /**
   * As {@link #begin(Webhook)}, for a thread that must not block.
   *
   * @return null if it may take long; then call {@link #begin} on another thread
   */
  public WebhookProgress beginAtOnce(Webhook webhook) {
    if (webhook.body().length > SMALL
        || ContentEncoding.of(webhook.headers(), webhook.body()) == ContentEncoding.GZIP) {
      return null;
    }
    long began = System.nanoTime();
    IngestResponse early = early(webhook);
    if (early != null) {
      return WebhookProgress.answered(early);
    }
    Optional<Account> account = accounts.inMemory(webhook.token());
    // An account of all customers needs the customer's account, which may not be in memory.
    return account.isEmpty() || account.get().isOfAllCustomers()
        ? null
        : begin(webhook, account, began, false);
  }

  /** The answer to a request that needs no account; null if the account must be looked up. */
  private IngestResponse early(Webhook webhook) {
    if (!webhook.method().equals("POST") && !isCheck(webhook)) {
      return refuse(null, Reason.NOT_POST, IngestResponse.METHOD_NOT_ALLOWED);
    }
    if (!inbox.isOpen()) {
      // Before the look-up: without the database it finds no account, and a 404 would be wrong.
      return refuse(null, Reason.UNAVAILABLE, busy(IngestResponse.UNAVAILABLE));
    }
    if (webhook.body().length > settings.body().largest()) {
      // The server may have another limit; this is the limit of the database.
      return refuse(null, Reason.TOO_LARGE, IngestResponse.TOO_LARGE);
    }
    return null;
  }

  private boolean isCheck(Webhook webhook) {
    return settings.check().isOne(webhook.method(), webhook.body());
  }

  /** Returns null if verification fails with an account that may be outdated. */
  private WebhookProgress begin(
      Webhook webhook, Optional<Account> found, long began, boolean isCurrent) {
    Optional<Account> account = found.filter(a -> a.provider().equals(settings.provider()));
    if (account.isEmpty()) {
      return WebhookProgress.answered(refuse(null, Reason.UNKNOWN_TOKEN, IngestResponse.NOT_FOUND));
    }
    if (!SenderAddresses.allow(account.get(), webhook.address())) {
      return unverified(
          account.get(), new WebhookRefusal(Reason.WRONG_ADDRESS, webhook.address()), isCurrent);
    }
    if (isCheck(webhook)) {
      return WebhookProgress.answered(settings.check().answer(webhook.headers(), webhook.query()));
    }
    return verified(account.get(), webhook.headers(), webhook.body(), began, isCurrent);
  }

  private IngestResponse refuse(Account account, Reason reason, IngestResponse answer) {
    return refuse(account, WebhookRefusal.of(reason), answer);
  }

  private IngestResponse refuse(Account account, WebhookRefusal refusal, IngestResponse answer) {
    refusals.refused(settings.provider(), account, refusal);
    return answer;
  }

  private WebhookProgress unverified(Account account, WebhookRefusal refusal, boolean isCurrent) {
    return isCurrent
        ? WebhookProgress.answered(refuse(account, refusal, IngestResponse.UNAUTHORIZED))
        : null;
  }

  private WebhookProgress verified(
      Account account, RequestHeaders headers, byte[] raw, long began, boolean isCurrent) {
    int largest = settings.body().largest();
    DecodedBody body = DecodedBody.of(headers, raw, largest);
    WebhookRefusal refusal = settings.verifier().refusal(account, headers, raw);
    if (refusal != null && body.isInflated() && body.bytes().length <= largest) {
      // Some providers sign the bytes that they send, others the bytes before compression.
      refusal = settings.verifier().refusal(account, headers, body.bytes());
    }
    if (refusal != null) {
      return unverified(account, refusal, isCurrent);
    }
    if (body.encoding() == ContentEncoding.OTHER) {
      return WebhookProgress.answered(
          refuse(account, Reason.ENCODING, IngestResponse.UNSUPPORTED_ENCODING));
    }
    if (body.bytes().length > largest) {
      return WebhookProgress.answered(refuse(account, Reason.TOO_LARGE, IngestResponse.TOO_LARGE));
    }
    // Only now, so that unverified requests create no spans.
    TraceSpan span = IngestSpan.begin(telemetry.tracing(), account, headers);
    List<NewMessage> messages =
        body.fault() == null
            ? factory.webhook(account, headers, body.bytes(), span.traceParent())
            : factory.unreadable(account, headers, raw, body.fault());
    span.tag("bellhop.message.id", messages.get(0).message().id())
        .tag("bellhop.messages", messages.size());
    CompletableFuture<Void> stored = inbox.append(messages);
    if (stored == null) {
      span.fail(Reason.UNAVAILABLE.name());
      span.close();
      return WebhookProgress.answered(
          unavailable(account, "too many webhooks wait for the database"));
    }
    return WebhookProgress.underWay(account, messages, stored, began, span);
  }

  /**
   * The answer once the messages are on disk, or have failed.
   *
   * @param failure the reason, a {@link TimeoutException} if it took longer than {@link
   *     #commitTimeout}; null if the messages are on disk
   */
  public IngestResponse end(WebhookProgress begun, Throwable failure) {
    if (failure != null) {
      begun.span().fail(Reason.UNAVAILABLE.name());
    }
    begun.span().close();
    if (failure == null) {
      begun.messages().stream()
          .filter(NewMessage::isDeadLetter)
          .forEach(m -> LOG.warn("Bellhop dead-letters {}: {}", m.message(), m.fault()));
      telemetry.metrics().accepted(settings.provider(), System.nanoTime() - begun.began());
      refusals.accepted(begun.account().id());
      return IngestResponse.ACCEPTED;
    }
    String why =
        failure instanceof TimeoutException
            ? "it was not on disk within " + commitTimeout().toMillis() + " ms"
            : DatabaseErrors.describe(failure);
    // Bellhop logs the refusal once a minute, because without the database every webhook fails.
    LOG.debug("Bellhop did not store {}: {}", begun.messages().get(0).message(), why);
    return unavailable(begun.account(), why);
  }

  private IngestResponse unavailable(Account account, String why) {
    Database database = inbox.database();
    boolean isFull = database.isDiskFull();
    IngestResponse answer = isFull ? IngestResponse.DISK_FULL : IngestResponse.UNAVAILABLE;
    String reason = isFull ? database.problem() : why;
    return refuse(account, new WebhookRefusal(Reason.UNAVAILABLE, reason), busy(answer));
  }

  private IngestResponse busy(IngestResponse answer) {
    return answer.as(settings.answer().busyStatus());
  }

  /** The time until a webhook must be on disk, so that its sender gets the answer in time. */
  public Duration commitTimeout() {
    return settings.answer().commit();
  }
}
