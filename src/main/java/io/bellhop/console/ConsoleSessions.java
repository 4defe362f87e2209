package io.bellhop.console;

import io.bellhop.account.SecretBox;
import io.bellhop.net.PathPrefix;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions are sealed in a cookie, so that every node of a hub knows them, even after a restart. A
 * session ends after a working day, with its key, or when the user signs out.
 */
final class ConsoleSessions {
  static final String COOKIE = "bellhop-console";

  private static final Duration LENGTH = Duration.ofHours(12);

  /**
   * Browsers drop a cookie beyond 4,096 bytes; no key that Bellhop generates is longer than this.
   */
  private static final int LONGEST_KEY = 500;

  /** The place of the seal: texts sealed for other places are not sessions. */
  private static final String PLACE = "console-session";

  private static final String SEPARATOR = "\n";

  private final SecretBox secrets;
  private final Clock clock;
  private final String path;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> signedOut = new ConcurrentHashMap<>();

  ConsoleSessions(SecretBox secrets, Clock clock, PathPrefix prefix) {
    this.secrets = secrets;
    this.clock = clock;
    this.path = prefix.on(ConsoleRequest.BASE);
  }

  static boolean canHold(String key) {
    return !key.isEmpty() && key.length() <= LONGEST_KEY && !key.contains(SEPARATOR);
  }

  ConsoleSession begin(String key) {
    byte[] token = new byte[16];
    random.nextBytes(token);
    Instant ends = clock.instant().plus(LENGTH).truncatedTo(ChronoUnit.SECONDS);
    return new ConsoleSession(key, HexFormat.of().formatHex(token), ends);
  }

  /** The cookie that holds a session. */
  String cookie(ConsoleSession session, boolean isSecure) {
    String sealed =
        secrets.seal(
            String.join(SEPARATOR, session.ends().toString(), session.csrf(), session.key()),
            PLACE);
    return cookie(sealed, LENGTH.toSeconds(), isSecure);
  }

  /** The cookie that removes a session from the browser. */
  String noCookie(boolean isSecure) {
    return cookie("", 0, isSecure);
  }

  private String cookie(String value, long seconds, boolean isSecure) {
    return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(COOKIE, value, path, seconds, isSecure ? "; Secure" : "");
  }

  /**
   * The session in a cookie; null if there is none, or it has ended.
   *
   * @param sealed null if there is no cookie
   */
  ConsoleSession find(String sealed) {
    if (sealed == null || sealed.isEmpty()) {
      return null;
    }
    String[] parts;
    try {
      parts = secrets.open(sealed, PLACE).split(SEPARATOR);
    } catch (RuntimeException e) {
      // Sealed by another hub, with another key, or forged.
      return null;
    }
    if (parts.length != 3) {
      return null;
    }
    ConsoleSession session = new ConsoleSession(parts[2], parts[1], Instant.parse(parts[0]));
    boolean over = !clock.instant().isBefore(session.ends());
    return over || signedOut.containsKey(session.csrf()) ? null : session;
  }

  /** Ends a session, even for holders of a copy of its cookie. */
  void end(ConsoleSession session) {
    signedOut.values().removeIf(ends -> ends.isBefore(clock.instant()));
    signedOut.put(session.csrf(), session.ends());
  }
}
