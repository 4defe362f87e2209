package io.bellhop.console;

import io.bellhop.crypto.Secrets;
import java.time.Instant;

/**
 * Someone who has signed in.
 *
 * @param key the API key, with which every call is made
 * @param csrf what each form of the session sends back, and no other site can know
 */
record ConsoleSession(String key, String csrf, Instant ends) {
  /**
   * @param token null if the form had none
   */
  boolean hasToken(String token) {
    return token != null && Secrets.isSame(csrf, token);
  }
}
