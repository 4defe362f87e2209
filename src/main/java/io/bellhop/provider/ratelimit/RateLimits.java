package io.bellhop.provider.ratelimit;

import io.bellhop.account.Account;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The limits of one provider's API, for each account, for all accounts, or both. Thread-safe. */
public final class RateLimits {
  private final String provider;
  private final String baseUrl;
  private final Allowance allowance;
  private final LimitTable table;
  private final Duration longest;
  private final Map<String, RateLimit> all = new ConcurrentHashMap<>();

  /**
   * @param baseUrl the production host, for accounts without their own
   * @param longest the time after which a call has reached the provider or never will
   */
  public RateLimits(
      String provider, String baseUrl, Allowance allowance, LimitTable table, Duration longest) {
    this.provider = provider;
    this.baseUrl = baseUrl;
    this.allowance = allowance;
    this.table = table;
    this.longest = longest;
  }

  /** The limits of a call of the account, all of which must hold. */
  public List<RateLimit> of(Account account) {
    String key = allowance.sharedByIp() ? address(account) : account.id().toString();
    RateLimit own = open(key, allowance.limits(), allowance.maxConcurrent());
    return allowance.addressLimits().isBlank()
        ? List.of(own)
        : List.of(own, open(address(account), allowance.addressLimits(), 0));
  }

  /**
   * The host that counts the calls of Bellhop's address; another host, such as a sandbox, counts
   * separately.
   */
  private String address(Account account) {
    String host = account.api().getOrDefault("base_url", baseUrl);
    return host.equals(baseUrl)
        ? provider
        : provider + " " + UUID.nameUUIDFromBytes(host.getBytes(StandardCharsets.UTF_8));
  }

  private RateLimit open(String key, String limits, int maxConcurrent) {
    return all.computeIfAbsent(
        key,
        first -> {
          Limits parsed = Limits.parse(limits);
          return parsed.isEmpty() // without long limits, a shared count is not worth a transaction
              ? new RateLimit(parsed, maxConcurrent, longest)
              : new RateLimit(parsed, maxConcurrent, longest, table, key);
        });
  }
}
