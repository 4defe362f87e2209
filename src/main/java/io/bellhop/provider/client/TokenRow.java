package io.bellhop.provider.client;

import java.time.Duration;
import java.time.Instant;

/**
 * What the database keeps of an account's tokens; each part may be null.
 *
 * @param token the access token
 * @param expiresAt until when it is used
 * @param notBefore when another may be asked for
 * @param issuedAt when the token was had
 * @param unproven how many tokens in a row took the place of a refused one and never worked
 */
record TokenRow(
    String token,
    Instant expiresAt,
    Instant notBefore,
    RefreshToken refresh,
    Instant issuedAt,
    int unproven) {
  static final TokenRow EMPTY = new TokenRow(null, null, null, null, null, 0);

  /** However often a provider refuses its own tokens, one a day or so is tried in their place. */
  private static final Duration LONGEST = Duration.ofHours(6);

  boolean good(Instant now) {
    return token != null && expiresAt != null && now.isBefore(expiresAt);
  }

  /**
   * Whether another one may take its place when it is refused. One of minutes has not ended: then
   * something else is wrong, and another would be refused too. Each that was waits longer.
   */
  boolean mayBeReplaced(Instant now, Duration leastAge) {
    Duration age = leastAge.multipliedBy(1L << Math.min(2 * unproven, 20));
    return issuedAt == null
        || !now.isBefore(issuedAt.plus(age.compareTo(LONGEST) > 0 ? LONGEST : age));
  }

  boolean mustWait(Instant now) {
    return notBefore != null && now.isBefore(notBefore);
  }

  /** No other one was to be had: this one stays, it may be good again. */
  TokenRow waiting(Instant until) {
    return new TokenRow(token, expiresAt, until, refresh, issuedAt, unproven);
  }

  TokenRow proved() {
    return new TokenRow(token, expiresAt, notBefore, refresh, issuedAt, 0);
  }

  /** Never the tokens: this text may reach a log. */
  @Override
  public String toString() {
    return "TokenRow[until " + expiresAt + "]";
  }
}
