package io.bellhop.provider;

import java.time.Duration;
import java.util.Set;

/**
 * What a provider's folder says about its API.
 *
 * @param baseUrl the production host, used where the account names none
 * @param auth bearer, or oauth2-client-credentials
 * @param limits see {@link RateLimit}
 * @param perAddress whether all accounts share one limit, because the provider counts by address
 * @param mostAtOnce calls that may be under way together; 0: any number
 * @param tokenPath where client credentials become a token
 * @param tokenScope what the token is asked for
 * @param retryAfter the pause after a 429 that names none
 */
record ApiSettings(
    String provider,
    String baseUrl,
    String auth,
    String limits,
    boolean perAddress,
    int mostAtOnce,
    String tokenPath,
    String tokenScope,
    Duration retryAfter) {
  static final String BEARER = "bearer";
  static final String CLIENT_CREDENTIALS = "oauth2-client-credentials";
  private static final Set<String> AUTHS = Set.of(BEARER, CLIENT_CREDENTIALS);

  ApiSettings {
    if (!AUTHS.contains(auth)) {
      throw new IllegalArgumentException(
          "parameter auth must be one of " + AUTHS + ", was: " + auth);
    }
    new RateLimit(limits, mostAtOnce); // a limit that cannot be read must stop the start
  }

  boolean usesTokens() {
    return auth.equals(CLIENT_CREDENTIALS);
  }
}
