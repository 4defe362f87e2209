package io.bellhop.provider.client;

import java.time.Duration;
import java.time.Instant;

/**
 * The stored tokens of an account; each part may be null.
 *
 * @param token the access token
 * @param expiresAt until when to use it
 * @param notBefore when Bellhop may ask for another
 * @param issuedAt when Bellhop got the token
 * @param unproven how many tokens in a row replaced a refused one and never worked
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
   * However often a provider refuses its own tokens, Bellhop tries about one a day in their place.
   */
  private static final Duration LONGEST = Duration.ofHours(6);

  boolean good(Instant now) {
    return token != null && expiresAt != null && now.isBefore(expiresAt);
  }

  /**
   * Whether Bellhop may replace a refused token. One of a few minutes' age has not expired: then
   * something else is wrong, and the provider would refuse a new one too. Each further replacement
   * waits longer.
   */
  boolean mayBeReplaced(Instant now, Duration leastAge) {
    Duration age = leastAge.multipliedBy(1L << Math.min(2 * unproven, 20));
    return issuedAt == null
        || !now.isBefore(issuedAt.plus(age.compareTo(LONGEST) > 0 ? LONGEST : age));
  }

  boolean mustWait(Instant now) {
    return notBefore != null && now.isBefore(notBefore);
  }

  /** There was no other token: this one stays, since it may become valid again. */
  TokenRow waiting(Instant until) {
    return new TokenRow(token, expiresAt, until, refresh, issuedAt, unproven);
  }

  TokenRow proved() {
    return new TokenRow(token, expiresAt, notBefore, refresh, issuedAt, 0);
  }

  /** Without the tokens: this text may reach a log. */
  @Override
  public String toString() {
    return "TokenRow[until " + expiresAt + "]";
  }
}
