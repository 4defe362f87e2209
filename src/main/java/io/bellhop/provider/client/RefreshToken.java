package io.bellhop.provider.client;

/**
 * A refresh token that a provider gave in place of the account's own.
 *
 * @param origin the account's own one that it descends from
 */
record RefreshToken(String text, String origin) {
  /** Never the tokens: this text may reach a log. */
  @Override
  public String toString() {
    return "RefreshToken";
  }
}
