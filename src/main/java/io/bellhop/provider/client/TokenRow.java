package io.bellhop.provider.client;

import java.time.Duration;
import java.time.Instant;

/**
 * The stored tokens of an account; each part may be null.
 *
 * @param token the access token
 * @param expiresAt the time until which to use it
 * @param notBefore when Bellhop may request another
 * @param issuedAt when Bellhop got the token
 * @param unproven the number of consecutive tokens that replaced a refused one and never worked
 */
record TokenRow(
    String token,
    Instant expiresAt,
    Instant notBefore,
    RefreshToken refresh,
    Instant issuedAt,
    int unproven) {
  static final TokenRow EMPTY = new TokenRow(null, null, null, null, null, 0);

  /**
   * Limits the pause. If a provider refuses its own tokens again and again, Bellhop fetches only a
   * few new ones a day.
   */
  private static final Duration LONGEST = Duration.ofHours(6);

  boolean good(Instant now) {
    return token != null && expiresAt != null && now.isBefore(expiresAt);
  }

  /**
   * Whether Bellhop may replace a refused token. A token that is a few minutes old has not expired,
   * so the cause lies elsewhere, and the provider would refuse a new one too. Each further
   * replacement waits longer.
   */
  boolean mayBeReplaced(Instant now, Duration leastAge) {
    Duration age = leastAge.multipliedBy(1L << Math.min(2 * unproven, 20));
    return issuedAt == null
        || !now.isBefore(issuedAt.plus(age.compareTo(LONGEST) > 0 ? LONGEST : age));
  }

  boolean mustWait(Instant now) {
    return notBefore != null && now.isBefore(notBefore);
  }

  /**
   * The row if the endpoint returned no new token: the present one stays, because it may become
   * valid again.
   */
  TokenRow waiting(Instant until) {
    return new TokenRow(token, expiresAt, until, refresh, issuedAt, unproven);
  }

  TokenRow proved() {
    return new TokenRow(token, expiresAt, notBefore, refresh, issuedAt, 0);
  }

  /** Omits the tokens, because logs may contain this text. */
  @Override
  public String toString() {
    return "TokenRow[until " + expiresAt + "]";
  }
}
