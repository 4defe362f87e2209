package io.bellhop.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.SecretBox;
import io.bellhop.store.Database;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens of the client-credentials flow (RFC 6749, 4.4). They may be few (Guesty gives five
 * a day), so one is kept in the database, encrypted, used by all nodes and over restarts, and
 * fetched by one caller at a time: the row's lock is held while it is. Thread-safe.
 */
final class Tokens {
  /** A token that ends while a call is under way is no use. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration PAUSE_WITHOUT_WORD = Duration.ofHours(1);

  private record Token(String text, Instant expiresAt, Instant notBefore) {
    boolean good(Instant now) {
      return text != null && expiresAt != null && now.isBefore(expiresAt.minus(MARGIN));
    }
  }

  /** A token is good only for the credentials that it was made with. */
  private record Cached(Token token, Map<String, String> credentials) {}

  private final Database database;
  private final SecretBox secrets;
  private final HttpCalls http;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Map<UUID, Cached> known = new ConcurrentHashMap<>();

  Tokens(Database database, SecretBox secrets, HttpCalls http, ObjectMapper mapper, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.http = http;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * @param refused a token that the provider no longer takes; null if none was tried
   * @throws ComeAgainException if there is none to be had now
   */
  String token(Account account, String baseUrl, ApiSettings settings, String refused) {
    Cached cached = known.get(account.id());
    if (cached != null
        && cached.credentials().equals(account.api())
        && cached.token().good(clock.instant())
        && !cached.token().text().equals(refused)) {
      return cached.token().text();
    }
    try {
      makeRow(account.id());
      Token fresh =
          database.durably(
              c -> renew(c, account, baseUrl + settings.tokenPath(), settings, refused));
      known.put(account.id(), new Cached(fresh, account.api()));
      if (!fresh.good(clock.instant())) {
        throw new ComeAgainException(
            "the provider gives no access token now", fresh.notBefore(), true);
      }
      return fresh.text();
    } catch (SQLException e) {
      throw new ComeAgainException("the token table cannot be read", null, true);
    }
  }

  private Token renew(
      Connection connection, Account account, String url, ApiSettings settings, String refused)
      throws SQLException {
    Token stored = lock(connection, account.id());
    Instant now = clock.instant();
    boolean another = stored.good(now) && !stored.text().equals(refused);
    boolean mustWait = stored.notBefore() != null && now.isBefore(stored.notBefore());
    if (another || mustWait) {
      return another ? stored : new Token(null, null, stored.notBefore());
    }
    Token fetched = fetch(account, url, settings);
    write(connection, account.id(), fetched);
    return fetched;
  }

  private Token fetch(Account account, String url, ApiSettings settings) {
    String form =
        "grant_type=client_credentials"
            + (settings.tokenScope().isEmpty() ? "" : "&scope=" + encode(settings.tokenScope()))
            + "&client_id="
            + encode(account.api().getOrDefault("client_id", ""))
            + "&client_secret="
            + encode(account.api().getOrDefault("client_secret", ""));
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/x-www-form-urlencoded",
            "Accept", "application/json",
            "User-Agent", ApiClient.USER_AGENT);
    Instant now = clock.instant();
    try {
      HttpCalls.Reply reply = http.call("POST", url, headers, form);
      JsonNode answer = reply.status() == 200 ? mapper.readTree(reply.body()) : null;
      if (answer != null && answer.path("access_token").isTextual()) {
        long seconds = answer.path("expires_in").asLong(3600);
        return new Token(answer.get("access_token").asText(), now.plusSeconds(seconds), null);
      }
      Duration pause = reply.status() == 429 ? PAUSE_WITHOUT_WORD : PAUSE_AFTER_REFUSAL;
      return new Token(null, null, RetryAfter.at(reply.retryAfter(), now, pause));
    } catch (IOException e) {
      return new Token(null, null, now.plusSeconds(5));
    }
  }

  private Token lock(Connection connection, UUID account) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select token, expires_at, not_before from access_token where account_id = ? for update")) {
      s.setObject(1, account);
      try (ResultSet rows = s.executeQuery()) {
        if (!rows.next()) {
          return new Token(null, null, null);
        }
        String sealed = rows.getString(1);
        return new Token(
            sealed == null ? null : secrets.open(sealed),
            Database.instant(rows.getObject(2, OffsetDateTime.class)),
            Database.instant(rows.getObject(3, OffsetDateTime.class)));
      }
    }
  }

  private void write(Connection connection, UUID account, Token token) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update access_token set token = ?, expires_at = ?, not_before = ? where account_id = ?")) {
      s.setString(1, token.text() == null ? null : secrets.seal(token.text()));
      s.setObject(2, Database.time(token.expiresAt()));
      s.setObject(3, Database.time(token.notBefore()));
      s.setObject(4, account);
      s.executeUpdate();
    }
  }

  private void makeRow(UUID account) throws SQLException {
    try {
      database.transact(
          connection -> {
            try (PreparedStatement s =
                connection.prepareStatement(
                    "insert into access_token (account_id) select cast(? as uuid)"
                        + " where not exists (select 1 from access_token where account_id = ?)")) {
              s.setObject(1, account);
              s.setObject(2, account);
              return s.executeUpdate();
            }
          });
    } catch (SQLException e) {
      if (e.getSQLState() == null || !e.getSQLState().startsWith("23")) {
        throw e; // anything but: another caller has just made it
      }
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
