package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.queue.WakeUpSignal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Access tokens. Some providers issue only five a day. So the database keeps one for each account,
 * for all nodes and across restarts, and only one caller at a time fetches it, under the row's
 * lock. Bellhop replaces a refused token only if it is old enough to have expired; otherwise it
 * retries with the same one later. Thread-safe.
 */
final class Tokens {
  /** How long a caller may block its worker for a token that is not yet valid. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(1_500);

  /** How long a caller waits while another caller of this node fetches the token. */
  private static final Duration FETCH = Duration.ofSeconds(10);

  /** A token, with the credentials for which it was issued. */
  private record Cached(TokenRow row, Map<String, String> credentials) {}

  private record Renewal(TokenRow row, String problem, boolean refused) {}

  /** The work on the locked row. */
  private interface Step {
    /**
     * @return null if Bellhop must not ask for another token now
     */
    Renewal decide(TokenRow stored);
  }

  private final TokenTable table;
  private final TokenEndpoint endpoint;
  private final Duration leastAge;
  private final Clock clock;
  private final Map<UUID, Cached> known = new ConcurrentHashMap<>();

  /**
   * A thread that waits for a locked row holds a connection of the pool, so on each node only one
   * thread for each account may wait for it.
   */
  private final Map<UUID, ReentrantLock> fetching = new ConcurrentHashMap<>();

  /**
   * @param leastAge a refusal does not replace a younger token
   */
  Tokens(TokenTable table, TokenEndpoint endpoint, Duration leastAge, Clock clock) {
    this.table = table;
    this.endpoint = endpoint;
    this.leastAge = leastAge;
    this.clock = clock;
  }

  /**
   * @throws RetryableException if there is no token now
   */
  String token(Account account, Grant grant) {
    Cached cached = known.get(account.id());
    TokenRow row =
        cached != null && cached.credentials().equals(account.api()) && isGood(cached.row())
            ? cached.row()
            : fetched(account, grant);
    waitUntilValid(row.issuedAt(), grant.settings().tokenDelay());
    return row.token();
  }

  /**
   * Replaces a refused token.
   *
   * @return null if there is no other now; the present one may become valid again
   */
  String renewed(Account account, Grant grant, String refused) {
    Renewal renewal =
        held(
            account,
            grant,
            stored -> {
              boolean other = isGood(stored) && !stored.token().equals(refused);
              boolean may =
                  stored.mayBeReplaced(clock.instant(), leastAge)
                      && !stored.mustWait(clock.instant());
              return other || !may ? new Renewal(stored, "", false) : null;
            },
            1);
    TokenRow row = renewal.row();
    if (!isGood(row) || row.token().equals(refused)) {
      return null;
    }
    waitUntilValid(row.issuedAt(), grant.settings().tokenDelay());
    return row.token();
  }

  /** Records that a call with the account's token worked. */
  void proved(Account account) {
    Cached cached = known.get(account.id());
    ReentrantLock ours = ofAccount(account);
    // While another thread fetches a new token, the success of the old one proves nothing about it.
    if (cached == null || cached.row().unproven() == 0 || !ours.tryLock()) {
      return;
    }
    try {
      TokenRow row =
          table.locked(
              account.id(),
              (stored, writer) -> {
                TokenRow proved = stored.proved();
                writer.write(proved);
                return proved;
              });
      known.put(account.id(), new Cached(row, cached.credentials()));
    } catch (SQLException e) {
      // Without this record, the next refusal counts as a further consecutive one and waits longer.
      return;
    } finally {
      ours.unlock();
    }
  }

  private ReentrantLock ofAccount(Account account) {
    return fetching.computeIfAbsent(account.id(), first -> new ReentrantLock());
  }

  private TokenRow fetched(Account account, Grant grant) {
    Renewal renewal =
        held(
            account,
            grant,
            stored ->
                isGood(stored) || stored.mustWait(clock.instant())
                    ? new Renewal(stored, "it allows no new request yet", false)
                    : null,
            0);
    TokenRow row = renewal.row();
    if (!isGood(row)) {
      String text = "the provider gives no access token now: " + renewal.problem();
      throw renewal.refused()
          ? new CredentialsException(text, row.notBefore())
          : new RetryableException(text, row.notBefore(), true);
    }
    return row;
  }

  /**
   * @param replaced 1 if the new token replaces a refused one
   */
  private Renewal held(Account account, Grant grant, Step step, int replaced) {
    ReentrantLock ours = ofAccount(account);
    lock(ours);
    try {
      Renewal renewal =
          table.locked(
              account.id(),
              (stored, writer) -> {
                Renewal decided = step.decide(stored);
                if (decided != null) {
                  return decided;
                }
                Renewal fetched = fetch(account, grant, stored, replaced);
                writer.write(fetched.row());
                return fetched;
              });
      known.put(account.id(), new Cached(renewal.row(), account.api()));
      return renewal;
    } catch (SQLException e) {
      throw new RetryableException("Bellhop cannot read the token table", null, true);
    } finally {
      ours.unlock();
    }
  }

  private void lock(ReentrantLock lock) {
    try {
      if (lock.tryLock(FETCH.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RetryableException(
        "Bellhop waits for the account's access token", clock.instant().plusSeconds(1), false);
  }

  private Renewal fetch(Account account, Grant grant, TokenRow stored, int replaced) {
    Instant now = clock.instant();
    TokenEndpoint.Reply reply = endpoint.ask(grant.url(account), grant.form(account, stored));
    if (reply.token() == null) {
      return new Renewal(stored.waiting(reply.until()), reply.problem(), reply.refused());
    }
    RefreshToken refresh = grant.kept(account, stored, reply.refreshToken());
    TokenRow row =
        new TokenRow(
            reply.token(), reply.until(), null, refresh, now, stored.unproven() + replaced);
    return new Renewal(row, "it has ended already", false);
  }

  /** Some providers accept a token only shortly after they have issued it. */
  private void waitUntilValid(Instant issuedAt, Duration delay) {
    Instant now = clock.instant();
    Instant valid = issuedAt == null ? now : issuedAt.plus(delay);
    if (!now.isBefore(valid)) {
      return;
    }
    Duration wait = Duration.between(now, valid);
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new RetryableException("Bellhop waits until the access token is valid", valid, false);
    }
    try {
      new WakeUpSignal().await(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("Bellhop waits until the access token is valid", valid, false);
    }
  }

  private boolean isGood(TokenRow row) {
    return row.good(clock.instant());
  }
}
