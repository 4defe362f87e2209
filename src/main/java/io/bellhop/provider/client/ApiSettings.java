package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.config.TemplateParameters;
import io.bellhop.provider.ratelimit.Allowance;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of a provider's API in the provider's folder.
 *
 * @param baseUrl the production host, for accounts without their own
 * @param auths names of ways to authenticate, see {@link Auths}
 * @param headers sent with every call
 * @param limits the number of calls that the API allows
 * @param oauth the source of tokens
 * @param policy the meaning of its answers
 * @param signature how to sign calls
 * @param retryAfter the pause after a 429 without one
 * @param retryAfterHeader the header that contains the pause
 * @param probePath the path that a check of an account's credentials reads; empty for no check
 * @param passthrough the calls that users may make
 * @param connect how a customer connects an account
 */
record ApiSettings(
    String provider,
    String baseUrl,
    List<String> auths,
    HeaderTemplates headers,
    Allowance limits,
    OAuthSettings oauth,
    AnswerPolicy policy,
    RequestSignature signature,
    Duration retryAfter,
    String retryAfterHeader,
    String probePath,
    PassthroughRules passthrough,
    ConnectSettings connect) {
  private static final String PROBE = "/[A-Za-z0-9._~%/?&=,+-]*";
  private static final String URL = "https?://[A-Za-z0-9.\\[\\]:-]+";

  /**
   * The source of access tokens.
   *
   * @param baseUrl scheme and host of the token endpoint; empty for the API's own
   * @param path exchanges credentials for a token
   * @param scope the requested scope
   * @param delay how long after its issue a token becomes valid
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

  /**
   * @param given the template's parameters by name
   * @throws IllegalArgumentException names the invalid parameter
   */
  static ApiSettings of(Map<String, String> given) {
    TemplateParameters parameters = new TemplateParameters(given);
    return new ApiSettings(
        parameters.required("provider"),
        parameters.required("baseUrl"),
        List.of(parameters.required("auth").strip().split("\\s*\\|\\s*", -1)),
        HeaderTemplates.parse(parameters.text("headers")),
        new Allowance(
            parameters.text("limits"),
            Boolean.parseBoolean(parameters.text("sharedByIp")),
            parameters.text("addressLimits"),
            number(parameters.text("maxConcurrent"))),
        new OAuthSettings(
            parameters.text("tokenBaseUrl"),
            parameters.text("tokenPath"),
            parameters.text("tokenScope"),
            time(parameters, "tokenDelay")),
        new AnswerPolicy(
            codes(parameters, "recordRefused"),
            codes(parameters, "partRefused"),
            codes(parameters, "accountRefused"),
            codes(parameters, "tokenRefused"),
            AnswerStatus.parse(parameters.text("answerStatus"), AnswerEnvelope.of(parameters)),
            codes(parameters, "alsoAnswers")),
        RequestSignature.parse(parameters),
        time(parameters, "retryAfter"),
        parameters.header("retryAfterHeader"),
        parameters.text("probePath"),
        PassthroughRules.parse(parameters.text("passthrough")),
        ConnectSettings.of(parameters));
  }

  private static int number(String maxConcurrent) {
    if (!maxConcurrent.matches("[0-9]{0,9}")) {
      throw new IllegalArgumentException(
          "parameter maxConcurrent was \""
              + maxConcurrent
              + "\": write a number of calls, or 0 for any");
    }
    return maxConcurrent.isEmpty() ? 0 : Integer.parseInt(maxConcurrent);
  }

  private static StatusCodes codes(TemplateParameters parameters, String name) {
    return StatusCodes.parse(name, parameters.text(name));
  }

  private static Duration time(TemplateParameters parameters, String name) {
    return parameters.isSet(name) ? parameters.time(name) : Duration.ZERO;
  }

  ApiSettings {
    if (!baseUrl.matches(URL)) {
      throw new IllegalArgumentException(
          "parameter baseUrl was \""
              + baseUrl
              + "\": write scheme and host, as in https://api.example.com; paths belong to apiPath");
    }
    if (!probePath.isEmpty() && !probePath.matches(PROBE)) {
      throw new IllegalArgumentException(
          "parameter probePath was \""
              + probePath
              + "\": write a path without places for ids, as in /v2/users/me");
    }
  }

  /** Scheme and host of an account's calls. */
  String base(Account account) {
    return account.api().getOrDefault("base_url", baseUrl);
  }

  /** Scheme and host of an account's token endpoint. */
  String tokenBase(Account account) {
    String own = account.api().get("token_base_url");
    return own != null ? own : oauth.baseUrl().isEmpty() ? base(account) : oauth.baseUrl();
  }

  Duration tokenDelay() {
    return oauth.delay();
  }
}
