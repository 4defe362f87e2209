package io.bellhop.enrich;

import io.bellhop.account.Account;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The limits of one provider's API: one an account, or one for all of them. Thread-safe. */
final class RateLimits {
  private final ApiSettings settings;
  private final Limits parsed;
  private final LimitTable table;
  private final Duration longest;
  private final Map<String, RateLimit> all = new ConcurrentHashMap<>();

  /**
   * @param longest after this time a call has reached the provider or never will
   */
  RateLimits(ApiSettings settings, LimitTable table, Duration longest) {
    this.settings = settings;
    this.parsed = Limits.parse(settings.limits());
    this.table = table;
    this.longest = longest;
  }

  RateLimit of(Account account) {
    return all.computeIfAbsent(
        settings.perAddress() ? settings.provider() : account.id().toString(), this::open);
  }

  private RateLimit open(String key) {
    return parsed.isEmpty() // then there is nothing to share that would be worth a transaction
        ? new RateLimit(parsed, settings.mostAtOnce(), longest)
        : new RateLimit(parsed, settings.mostAtOnce(), longest, table, key);
  }
}
