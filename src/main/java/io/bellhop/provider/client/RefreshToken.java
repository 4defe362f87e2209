package io.bellhop.provider.client;

/**
 * A refresh token that a provider gave to replace the account's own.
 *
 * @param origin the account's own one, from which it descends
 */
record RefreshToken(String text, String origin) {
  /** Without the tokens: this text may reach a log. */
  @Override
  public String toString() {
    return "RefreshToken";
  }
}
