package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exchanges authorization codes for tokens (RFC 6749, 4.1.3, with RFC 7636). Thread-safe. */
public final class AuthorizationCodes {
  /** Bellhop's registration as a client at the provider. */
  public record Client(String id, String secret) {
    /** Omits the secret, because logs may contain this text. */
    @Override
    public String toString() {
      return "Client";
    }
  }

  private final HttpCalls http;
  private final ObjectMapper mapper;

  AuthorizationCodes(HttpCalls http, ObjectMapper mapper) {
    this.http = http;
    this.mapper = mapper;
  }

  /**
   * @return the answer of the token endpoint, which contains an access_token
   * @throws CredentialsException if the endpoint refuses the code or the client
   * @throws RetryableException if the endpoint does not answer
   */
  public JsonNode exchange(
      ConnectSettings settings, Client client, String code, String verifier, String redirectUri) {
    URI url = URI.create(settings.tokenUrl());
    http.trust(url.getScheme() + "://" + url.getRawAuthority());
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    headers.put("User-Agent", ApiClient.USER_AGENT);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirectUri);
    form.put("code_verifier", verifier);
    if (settings.basic()) {
      byte[] both = (client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    } else {
      form.put("client_id", client.id());
      form.put("client_secret", client.secret());
    }
    try {
      HttpCalls.Reply reply =
          http.call("POST", settings.tokenUrl(), headers, TokenEndpoint.encode(form));
      JsonNode answer = reply.status() / 100 == 2 ? mapper.readTree(reply.body()) : null;
      if (answer != null && answer.path("access_token").isTextual()) {
        return answer;
      }
      String text = "its token endpoint answers " + reply.status();
      throw reply.status() / 100 == 4 && reply.status() != 429
          ? new CredentialsException(text, null)
          : new RetryableException(text, null, true);
    } catch (IOException e) {
      // The parser's message would quote the answer.
      throw new RetryableException("its token endpoint gives no readable answer", null, true);
    }
  }
}
