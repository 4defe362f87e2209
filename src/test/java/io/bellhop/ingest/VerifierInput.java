package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.net.RequestHeaders;
import io.bellhop.support.SharedTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the tests of this package start from. */
public final class VerifierInput {
  private static final Instant THEN = Instant.parse("2026-05-02T09:30:00Z");

  private VerifierInput() {}

  /** An account that knows its senders by {@code webhook}. */
  public static Account account(Map<String, String> webhook) {
    return Account.builder()
        .id(UUID.fromString("00000000-0000-4000-8000-000000000001"))
        .provider("acme")
        .name("Hotel Example")
        .externalId("1")
        .webhook(webhook)
        .listenerToken("token")
        .createdAt(THEN)
        .updatedAt(THEN)
        .build();
  }

  /** Headers as they stand in the request: name, value, name, value. */
  public static RequestHeaders headers(String... namesAndValues) {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new RequestHeaders(entries);
  }

  /** A clock that stands. */
  public static Clock clock(long epochSecond) {
    return Clock.fixed(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC);
  }

  /**
   * The parameters of a listener, as the template gives them: its defaults, and name, value, ...
   */
  public static Map<String, String> parameters(String... namesAndValues) {
    Map<String, String> all = SharedTemplate.defaults("ingest");
    all.put("provider", "acme");
    all.put("verify", "basic");
    all.put("event", "$.event");
    all.put("idempotencyKey", "$.id");
    all.put("orderKey", "$.booking");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return all;
  }

  public static ListenerSettings settings(String... namesAndValues) {
    return ListenerSettings.of(
        parameters(namesAndValues), Integer.MAX_VALUE, clock(THEN.getEpochSecond()));
  }

  /** JSON with single quotes. */
  static JsonNode json(String withSingleQuotes) {
    try {
      return new ObjectMapper().readTree(withSingleQuotes.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
