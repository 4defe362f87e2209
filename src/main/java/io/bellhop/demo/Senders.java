package io.bellhop.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Sends HTTP as a provider does, with the proof that it would give. */
public final class Senders {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  public static Map<String, String> basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  public static Map<String, String> svix(String secret, String id, Instant at, byte[] body) {
    return signed("svix", secret, id, at, body);
  }

  public static Map<String, String> standardWebhooks(
      String secret, String id, Instant at, byte[] body) {
    return signed("webhook", secret, id, at, body);
  }

  public HttpResponse<String> post(URI target, byte[] body, Map<String, String> headers) {
    return send("POST", target, body, headers);
  }

  public HttpResponse<String> send(
      String method, URI target, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target.getAuthority() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> signed(
      String family, String secret, String id, Instant at, byte[] body) {
    long second = at.getEpochSecond();
    return Map.of(
        family + "-id", id,
        family + "-timestamp", Long.toString(second),
        family + "-signature", new SvixSigner(secret).sign(id, second, body));
  }
}
