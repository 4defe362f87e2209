package io.bellhop.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Inbox;
import io.bellhop.observe.Metrics;
import io.bellhop.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  /** Columns hold 300 characters, of which an account's id takes 37. */
  private static final int LONGEST_KEY = 200;

  private static final int LONGEST_EVENT = 100;

  private final ListenerSettings settings;
  private final BodyReader bodies;
  private final Accounts accounts;
  private final Inbox inbox;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Listener(
      ListenerSettings settings,
      Accounts accounts,
      Inbox inbox,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock) {
    this.settings = settings;
    this.bodies = new BodyReader(mapper, settings.body(), settings.drop());
    this.accounts = accounts;
    this.inbox = inbox;
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
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
    Optional<Account> account =
        accounts.findByToken(token).filter(a -> a.provider().equals(settings.provider()));
    if (account.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    if (!settings.proof().holds(account.get(), headers, body)) {
      return Answer.UNAUTHORIZED;
    }
    Body stored = bodies.read(body);
    if (stored == null) {
      return Answer.BAD_REQUEST;
    }
    return store(delivery(account.get(), headers, stored));
  }

  private Delivery delivery(Account account, RequestHeaders headers, Body body) {
    Instant now = clock.instant();
    java.util.UUID id = ids.generate();
    String event = settings.event().read(body, headers);
    String order = settings.orderKey().read(body, headers);
    String repeat = settings.idempotencyKey().read(body, headers);
    boolean mergeable = event != null && settings.merged().test(event);
    return new Delivery(
        id,
        account.id(),
        settings.provider(),
        event == null ? "unknown" : clean(event, LONGEST_EVENT),
        // Without a key there is nothing to keep in order with.
        account.id() + " " + (order == null ? id.toString() : clean(order, LONGEST_KEY)),
        repeat == null ? body.hash() : clean(repeat, LONGEST_KEY),
        "webhook",
        mergeable,
        now,
        mergeable ? now.plus(settings.mergeWindow()) : now,
        SafeHeaders.json(mapper, headers, account, settings.proof().header()),
        body.bytes(),
        0,
        null);
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

  /** A key that is too long for its column, or has control characters, is known by its hash. */
  private static String clean(String text, int longest) {
    return text.length() <= longest && text.chars().noneMatch(Character::isISOControl)
        ? text
        : Body.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
