package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Map;

/** Shows that a request comes from who the account says. Thread-safe. */
public interface Proof {
  /**
   * @param body the raw bytes, before anything has looked at them
   * @return false for anything that is missing, malformed, wrong or too old; never why
   */
  boolean holds(Account account, RequestHeaders headers, byte[] body);

  /**
   * @throws IllegalArgumentException for a name that there is not: a listener without proof must
   *     not start
   */
  static Proof named(String name, Clock clock) {
    Map<String, Proof> proofs =
        Map.of("basic", new BasicProof(), "standard-webhooks", new StandardWebhooksProof(clock));
    Proof proof = proofs.get(name);
    if (proof == null) {
      throw new IllegalArgumentException(
          "proof must be one of " + new java.util.TreeSet<>(proofs.keySet()) + ", was: " + name);
    }
    return proof;
  }

  /** Compares in a time that tells nothing, neither where they differ nor how long they are. */
  static boolean same(String expected, String given) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] a = digest.digest(expected.getBytes(StandardCharsets.UTF_8));
      byte[] b = digest.digest(given.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(a, b);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
