package io.bellhop.console;

import io.bellhop.crypto.Secrets;
import java.time.Instant;

/**
 * A signed-in user.
 *
 * @param key the API key of all calls
 * @param csrf a token that each form of the session sends back, and no other site can know
 */
record ConsoleSession(String key, String csrf, Instant ends) {
  /**
   * @param token null if the form had none
   */
  boolean hasToken(String token) {
    return token != null && Secrets.isSame(csrf, token);
  }
}
