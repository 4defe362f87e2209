package io.bellhop.delivery.http;

import io.bellhop.crypto.Hmac;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The headers of Standard Webhooks 1.0.0: HMAC-SHA256 over {@code id.timestamp.body}, with one
 * signature for each secret, so that during a rotation a receiver may have either.
 */
final class Signature {
  private static final String PREFIX = "whsec_";

  private Signature() {}

  static Map<String, String> headers(String id, Instant at, byte[] body, List<String> secrets) {
    String timestamp = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put(
        "webhook-signature",
        secrets.stream()
            .map(secret -> "v1," + sign(secret, id, timestamp, body))
            .collect(Collectors.joining(" ")));
    return headers;
  }

  private static String sign(String secret, String id, String timestamp, byte[] body) {
    byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    return Base64.getEncoder().encodeToString(Hmac.standardWebhook(key, id, timestamp, body));
  }
}
