package io.bellhop.enrich;

import io.bellhop.account.Account;
import java.time.Duration;
import java.util.List;

/**
 * What a provider's folder says about its API.
 *
 * @param baseUrl the production host, used where the account names none
 * @param auths names of ways to prove who calls, see {@link Auths}
 * @param headers sent with every call
 * @param limits see {@link Limits}
 * @param perAddress whether all accounts share one limit, because the provider counts by address
 * @param mostAtOnce calls that may be under way together; 0: any number
 * @param tokenPath where credentials become a token
 * @param tokenScope what the token is asked for
 * @param retryAfter the pause after a 429 that names none
 */
record ApiSettings(
    String provider,
    String baseUrl,
    List<String> auths,
    HeaderTemplates headers,
    String limits,
    boolean perAddress,
    int mostAtOnce,
    String tokenPath,
    String tokenScope,
    Duration retryAfter) {

  ApiSettings {
    if (!baseUrl.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
      throw new IllegalArgumentException(
          "parameter baseUrl was \""
              + baseUrl
              + "\": write scheme and host, as in https://api.example.com; paths belong to apiPath");
    }
    if (mostAtOnce < 0) {
      throw new IllegalArgumentException(
          "parameter mostAtOnce was " + mostAtOnce + ": write a number of calls, or 0 for any");
    }
    try {
      Limits.parse(limits); // a limit that cannot be read must stop the start
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter limits: " + e.getMessage(), e);
    }
  }

  /** Scheme and host that an account's calls go to. */
  String base(Account account) {
    return account.api().getOrDefault("base_url", baseUrl);
  }
}
