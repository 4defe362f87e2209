package io.bellhop.connect;

import io.bellhop.account.SecretBox;
import io.bellhop.crypto.Secrets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * One attempt of one browser to connect an account, sealed in the browser's cookie: if someone
 * makes another browser send an answer, that one has another cookie, or none.
 *
 * @param link the id of the link
 * @param state what the provider sends back, and forms contain
 * @param verifier of PKCE (RFC 7636)
 * @param until when its answer is too late
 */
public record ConnectAttempt(UUID link, String state, String verifier, Instant until) {
  /** The place of the seal: texts sealed for other places are not attempts. */
  private static final String PLACE = "connect-attempt";

  static ConnectAttempt begin(UUID link, Instant until) {
    return new ConnectAttempt(link, token(), token(), until.truncatedTo(ChronoUnit.SECONDS));
  }

  /** 256 random bits in characters for URLs. */
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
   * Whether this is its state, in constant time.
   *
   * @param given null if there was none
   */
  public boolean hasState(String given) {
    return given != null && Secrets.isSame(state, given);
  }

  /** Without the secrets: this text may reach a log. */
  @Override
  public String toString() {
    return "ConnectAttempt[" + link + "]";
  }
}
