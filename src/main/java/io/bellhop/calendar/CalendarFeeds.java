package io.bellhop.calendar;

import io.bellhop.account.AccountRows;
import io.bellhop.crypto.Sha256;
import io.bellhop.store.Database;
import io.bellhop.store.StoredTime;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates, changes and finds calendars with secret URLs. Thread-safe. */
public final class CalendarFeeds {
  /** A deleted account's feeds. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of(CalendarFeedTable.NAME);

  /** 160 random bits, as for listener URLs. */
  private static final int TOKEN_BYTES = 20;

  private final Database database;
  private final PropertyCalendars calendars;
  private final Clock clock;
  private final Supplier<String> publicUrl;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param url shown once: Bellhop stores only a hash of its secret
   */
  public record Made(UUID id, String url) {}

  /**
   * @param publicUrl the prefix of the feeds' URLs, known after the start of the hub
   */
  public CalendarFeeds(
      Database database, PropertyCalendars calendars, Clock clock, Supplier<String> publicUrl) {
    this.database = database;
    this.calendars = calendars;
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  public PropertyCalendars calendars() {
    return calendars;
  }

  public Made create(
      UUID account, String property, String unit, String name, boolean guestNames, boolean active)
      throws SQLException {
    Instant now = StoredTime.now(clock);
    CalendarFeed feed =
        new CalendarFeed(UUID.randomUUID(), account, property, unit, name, guestNames, now);
    String token = newToken();
    database.durably(c -> CalendarFeedTable.insert(c, feed, active, hash(token)));
    return new Made(feed.id(), url(token));
  }

  public void change(UUID id, String name, boolean guestNames, boolean active) throws SQLException {
    Instant now = StoredTime.now(clock);
    database.durably(c -> CalendarFeedTable.change(c, id, name, guestNames, active, now));
  }

  /** Gives a feed another URL; the previous one is invalid at once. */
  public Optional<Made> rotate(UUID id) throws SQLException {
    String token = newToken();
    int rotated =
        database.durably(c -> CalendarFeedTable.rotate(c, id, hash(token), StoredTime.now(clock)));
    return rotated == 0 ? Optional.empty() : Optional.of(new Made(id, url(token)));
  }

  /**
   * @return false if there is no such feed
   */
  public boolean delete(UUID id) throws SQLException {
    return database.durably(connection -> CalendarFeedTable.delete(connection, id));
  }

  /**
   * The feed of a token, unless it is switched off. The look-up uses a hash, so that its duration
   * reveals nothing.
   */
  Optional<CalendarFeed> byToken(String token) throws SQLException {
    return database.transact(connection -> CalendarFeedTable.byHash(connection, hash(token)));
  }

  private String newToken() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  private static String hash(String token) {
    return Sha256.hex(token);
  }

  private String url(String token) {
    return publicUrl.get() + CalendarRoute.BASE + "/" + token + CalendarRoute.ENDING;
  }
}
