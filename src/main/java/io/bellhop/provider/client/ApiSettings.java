package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.provider.ratelimit.Allowance;
import java.time.Duration;
import java.util.List;

/**
 * What a provider's folder says about its API.
 *
 * @param baseUrl the production host, used where the account names none
 * @param auths names of ways to prove who calls, see {@link Auths}
 * @param headers sent with every call
 * @param limits how many calls it allows
 * @param oauth where tokens come from
 * @param policy what its answers mean
 * @param retryAfter the pause after a 429 that names none
 */
record ApiSettings(
    String provider,
    String baseUrl,
    List<String> auths,
    HeaderTemplates headers,
    Allowance limits,
    OAuthSettings oauth,
    AnswerPolicy policy,
    Duration retryAfter) {
  private static final String URL = "https?://[A-Za-z0-9.\\[\\]:-]+";

  /**
   * Where access tokens come from.
   *
   * @param baseUrl scheme and host where they are had; empty: those of the API
   * @param path where credentials become a token
   * @param scope what the token is asked for
   * @param delay how long after its issue a token is valid
   */
  record OAuthSettings(String baseUrl, String path, String scope, Duration delay) {
    OAuthSettings {
      if (!baseUrl.isEmpty() && !baseUrl.matches(URL)) {
        throw new IllegalArgumentException(
            "parameter tokenBaseUrl was \""
                + baseUrl
                + "\": write scheme and host, as in https://auth.example.com; the path belongs to"
                + " tokenPath");
      }
    }
  }

  ApiSettings {
    if (!baseUrl.matches(URL)) {
      throw new IllegalArgumentException(
          "parameter baseUrl was \""
              + baseUrl
              + "\": write scheme and host, as in https://api.example.com; paths belong to apiPath");
    }
  }

  /** Scheme and host that an account's calls go to. */
  String base(Account account) {
    return account.api().getOrDefault("base_url", baseUrl);
  }

  /** The same for its tokens. */
  String tokenBase(Account account) {
    String own = account.api().get("token_base_url");
    return own != null ? own : oauth.baseUrl().isEmpty() ? base(account) : oauth.baseUrl();
  }

  Duration tokenDelay() {
    return oauth.delay();
  }
}
