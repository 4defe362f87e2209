package io.bellhop.enrich;

import io.bellhop.account.Account;
import io.bellhop.provider.ComeAgainException;
import io.bellhop.provider.CredentialsException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens. They may be few (Guesty gives five a day), so one an account is kept in the
 * database, used by all nodes and over restarts, and fetched by one caller at a time: the row's
 * lock is held while it is. Thread-safe.
 */
final class Tokens {
  /** A token is good only for the credentials that it was made with. */
  private record Cached(TokenRow row, Map<String, String> credentials) {}

  private record Renewal(TokenRow row, String problem, boolean refused) {}

  private final TokenTable table;
  private final TokenEndpoint endpoint;
  private final Clock clock;
  private final Map<UUID, Cached> known = new ConcurrentHashMap<>();

  Tokens(TokenTable table, TokenEndpoint endpoint, Clock clock) {
    this.table = table;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /**
   * @param refused a token that the provider no longer takes; null if none was tried
   * @throws ComeAgainException if there is none to be had now
   */
  String token(Account account, Grant grant, String refused) {
    Cached cached = known.get(account.id());
    if (cached != null
        && cached.credentials().equals(account.api())
        && usable(cached.row(), refused)) {
      return cached.row().token();
    }
    Renewal renewal;
    try {
      renewal =
          table.locked(
              account.id(),
              (stored, writer) -> {
                if (usable(stored, refused) || mustWait(stored)) {
                  return new Renewal(stored, "it said to wait", false);
                }
                Renewal fetched = fetch(account, grant, stored);
                writer.write(fetched.row());
                return fetched;
              });
    } catch (SQLException e) {
      throw new ComeAgainException("the token table cannot be read", null, true);
    }
    TokenRow row = renewal.row();
    if (!row.good(clock.instant())) {
      String text = "the provider gives no access token now: " + renewal.problem();
      throw renewal.refused()
          ? new CredentialsException(text, row.notBefore())
          : new ComeAgainException(text, row.notBefore(), true);
    }
    known.put(account.id(), new Cached(row, account.api()));
    return row.token();
  }

  private Renewal fetch(Account account, Grant grant, TokenRow stored) {
    TokenEndpoint.Reply reply = endpoint.ask(grant.url(account), grant.form(account, stored));
    if (reply.token() == null) {
      return new Renewal(
          new TokenRow(null, null, reply.until(), stored.refresh()),
          reply.problem(),
          reply.refused());
    }
    RefreshToken refresh = grant.kept(account, stored, reply.refreshToken());
    return new Renewal(
        new TokenRow(reply.token(), reply.until(), null, refresh), "it has ended already", false);
  }

  private boolean usable(TokenRow row, String refused) {
    return row.good(clock.instant()) && !row.token().equals(refused);
  }

  private boolean mustWait(TokenRow row) {
    Instant at = row.notBefore();
    return at != null && clock.instant().isBefore(at);
  }
}
