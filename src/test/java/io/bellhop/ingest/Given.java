package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the tests of this package start from. */
final class Given {
  private static final Instant THEN = Instant.parse("2026-05-02T09:30:00Z");

  private Given() {}

  /** An account that knows its senders by {@code webhook}. */
  static Account account(Map<String, String> webhook) {
    return new Account(
        UUID.fromString("00000000-0000-4000-8000-000000000001"),
        "acme",
        "Hotel Example",
        "default",
        "1",
        Map.of(),
        webhook,
        "token",
        true,
        null,
        THEN,
        THEN);
  }

  /** Headers as they stand in the request: name, value, name, value. */
  static RequestHeaders headers(String... namesAndValues) {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new RequestHeaders(entries);
  }
}
