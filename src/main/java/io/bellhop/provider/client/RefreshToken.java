package io.bellhop.provider.client;

/**
 * A refresh token that a provider gave to replace the account's own.
 *
 * @param origin the account's own token, from which it descends
 */
record RefreshToken(String text, String origin) {
  /** Omits the tokens, because logs may contain this text. */
  @Override
  public String toString() {
    return "RefreshToken";
  }
}
