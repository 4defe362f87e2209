package io.bellhop.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
    return token != null
        && MessageDigest.isEqual(
            csrf.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
