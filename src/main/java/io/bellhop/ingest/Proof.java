package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Sha256;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;

/** Shows that a request comes from who the account says. Thread-safe. */
interface Proof {
  /**
   * @param body the raw bytes, before anything has looked at them
   * @return false for anything that is missing, malformed, wrong or too old; never why
   */
  boolean holds(Account account, RequestHeaders headers, byte[] body);

  /** The keys of {@link Account#webhook} that it reads. */
  Set<String> fields();

  /** The header that carries it, if its name does not say so itself; else empty. */
  default String header() {
    return "";
  }

  /**
   * The proof that the template's parameters describe.
   *
   * @throws IllegalArgumentException for a scheme that there is not: a listener without proof must
   *     not start
   */
  static Proof of(Parameters parameters, Clock clock) {
    Set<String> schemes = Set.of("basic", "header", "bearer", "token", "standard-webhooks", "hmac");
    Proof proof =
        switch (parameters.oneOf("proof", schemes)) {
          case "basic" -> new BasicProof();
          case "header" -> new HeaderProof();
          case "bearer" -> new BearerProof();
          case "standard-webhooks" -> new StandardWebhooksProof(clock);
          case "hmac" -> new HmacProof(HmacScheme.of(parameters), clock);
          default -> new TokenProof();
        };
    return parameters.flag("proofOptional") ? new OptionalProof(proof) : proof;
  }

  /** Compares in a time that tells nothing, neither where they differ nor how long they are. */
  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(Sha256.of(expected), Sha256.of(given));
  }
}
