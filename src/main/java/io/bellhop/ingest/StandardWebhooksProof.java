package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Standard Webhooks 1.0.0, which is also how Svix signs: HMAC-SHA256 over {@code id.timestamp.body}
 * with the bytes behind {@code whsec_}. Both families of header names are read; one of several
 * signatures must fit, so that a secret can be rotated.
 */
final class StandardWebhooksProof implements Proof {
  /** As the specification and Svix's libraries have it, both ways. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final List<String> FAMILIES = List.of("svix-", "webhook-");
  private static final String SECRET_PREFIX = "whsec_";
  private static final String VERSION = "v1,";

  private final Clock clock;

  StandardWebhooksProof(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean holds(Account account, RequestHeaders headers, byte[] body) {
    String secret = account.webhook().get("secret");
    return secret != null
        && FAMILIES.stream().anyMatch(family -> holds(family, secret, headers, body));
  }

  @Override
  public Set<String> fields() {
    return Set.of("secret");
  }

  private boolean holds(String family, String secret, RequestHeaders headers, byte[] body) {
    String id = headers.one(family + "id");
    String timestamp = headers.one(family + "timestamp");
    String signatures = headers.one(family + "signature");
    if (id == null
        || timestamp == null
        || signatures == null
        || !recent(timestamp)
        || !onlyId(id, headers)) {
      return false;
    }
    byte[] expected = sign(secret, id + "." + timestamp + ".", body);
    boolean found = false;
    for (String signature : signatures.split(" ")) {
      if (signature.startsWith(VERSION)) {
        byte[] given = signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8);
        found |= expected != null && MessageDigest.isEqual(expected, given);
      }
    }
    return found;
  }

  /** An id that nobody signed must not become a key: repeats could be sent as something new. */
  private static boolean onlyId(String id, RequestHeaders headers) {
    return FAMILIES.stream()
        .map(family -> headers.all().get(family + "id"))
        .allMatch(ids -> ids == null || ids.equals(List.of(id)));
  }

  private boolean recent(String timestamp) {
    try {
      long off = Math.subtractExact(clock.instant().getEpochSecond(), Long.parseLong(timestamp));
      return Math.abs(off) <= TOLERANCE.toSeconds();
    } catch (NumberFormatException | ArithmeticException e) {
      return false;
    }
  }

  /**
   * @return null if the secret is not one: then nothing fits
   */
  private static byte[] sign(String secret, String head, byte[] body) {
    try {
      String encoded =
          secret.startsWith(SECRET_PREFIX) ? secret.substring(SECRET_PREFIX.length()) : secret;
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(encoded), "HmacSHA256"));
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encode(mac.doFinal(body));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }
}
