package io.bellhop.connect;

import io.bellhop.account.SecretBox;
import io.bellhop.crypto.Secrets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * One attempt of one browser to connect an account, sealed in the browser's cookie. If an attacker
 * makes another browser send an answer, that browser lacks the cookie.
 *
 * @param link the id of the link
 * @param state the value that the provider returns, and that forms contain
 * @param verifier of PKCE (RFC 7636)
 * @param until the time limit of its answer
 */
public record ConnectAttempt(UUID link, String state, String verifier, Instant until) {
  /** The place in the seal, so that texts sealed for other places are not attempts. */
  private static final String PLACE = "connect-attempt";

  static ConnectAttempt begin(UUID link, Instant until) {
    return new ConnectAttempt(link, token(), token(), until.truncatedTo(ChronoUnit.SECONDS));
  }

  /** 256 random bits, encoded for URLs. */
  static String token() {
    return Secrets.urlText(32);
  }

  String sealed(SecretBox secrets) {
    return secrets.seal(
        String.join("\n", link.toString(), state, verifier, until.toString()), PLACE);
  }

  /** Null if Bellhop did not seal it. */
  static ConnectAttempt open(String sealed, SecretBox secrets) {
    if (sealed == null || sealed.isEmpty()) {
      return null;
    }
    try {
      String[] parts = secrets.open(sealed, PLACE).split("\n");
      return new ConnectAttempt(
          UUID.fromString(parts[0]), parts[1], parts[2], Instant.parse(parts[3]));
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * Whether a state is equal to this attempt's, in constant time.
   *
   * @param given null if there is none
   */
  public boolean hasState(String given) {
    return given != null && Secrets.isSame(state, given);
  }

  /** Without the secrets, because this text may reach a log. */
  @Override
  public String toString() {
    return "ConnectAttempt[" + link + "]";
  }
}
