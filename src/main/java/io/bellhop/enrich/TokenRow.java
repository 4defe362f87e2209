package io.bellhop.enrich;

import java.time.Instant;

/**
 * What the database keeps of an account's tokens; each part may be null.
 *
 * @param token the access token
 * @param expiresAt until when it is used
 * @param notBefore when another may be asked for
 */
record TokenRow(String token, Instant expiresAt, Instant notBefore, RefreshToken refresh) {
  static final TokenRow EMPTY = new TokenRow(null, null, null, null);

  boolean good(Instant now) {
    return token != null && expiresAt != null && now.isBefore(expiresAt);
  }

  /** Never the tokens: this text may reach a log. */
  @Override
  public String toString() {
    return "TokenRow[until " + expiresAt + "]";
  }
}
