package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.failure.CredentialsException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ways to authenticate at a provider's API, preferred ones first. An account uses the first way
 * for which it has credentials.
 */
record Auths(List<Auth> all) {

  static Auths of(ApiSettings settings, Tokens tokens, Clock clock) {
    List<Auth> all = new ArrayList<>();
    for (String name : settings.auths()) {
      all.add(
          switch (name) {
            case "bearer" -> new BearerAuth();
            case "basic" -> new BasicAuth();
            case "hmac" -> new HmacAuth(signature(settings), clock);
            case "headers" -> new HeadersAuth(headers(settings));
            case "oauth2-client-credentials" ->
                new OAuth2Auth(new ClientCredentialsGrant(checked(settings, name)), tokens);
            case "oauth2-refresh-token" ->
                new OAuth2Auth(new RefreshTokenGrant(checked(settings, name)), tokens);
            default ->
                throw new IllegalArgumentException(
                    "parameter auth has \""
                        + name
                        + "\": write bearer, basic, headers, hmac,"
                        + " oauth2-client-credentials or oauth2-refresh-token, or several"
                        + " of them separated by |");
          });
    }
    return new Auths(List.copyOf(all));
  }

  /**
   * @throws CredentialsException if the account has no credentials for any
   */
  Auth of(Account account) {
    return all.stream()
        .filter(auth -> auth.fits(account))
        .findFirst()
        .orElseThrow(() -> new CredentialsException("the account has no " + needs(), null));
  }

  /** All names of fields that may hold credentials. */
  Set<String> fields() {
    return all.stream()
        .flatMap(auth -> auth.fields().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The fields that the account needs for calls; empty if it has credentials. */
  Optional<String> lacks(Account account) {
    return all.stream().anyMatch(auth -> auth.fits(account))
        ? Optional.empty()
        : Optional.of(
            all.stream().map(Auth::needs).distinct().collect(Collectors.joining(", or ")));
  }

  private String needs() {
    String fields = all.stream().map(Auth::needs).distinct().collect(Collectors.joining(", or "));
    return fields + ": set " + (all.size() > 1 || fields.contains(" ") ? "them" : "it") + " by PUT";
  }

  private static RequestSignature signature(ApiSettings settings) {
    if (!settings.signature().isUsed()) {
      throw new IllegalArgumentException(
          "parameter auth has \"hmac\", which needs the parameters signedRequest, what is signed,"
              + " and signatureHeaders, what is sent");
    }
    return settings.signature();
  }

  private static HeaderTemplates headers(ApiSettings settings) {
    if (!settings.headers().mayHaveCredentials()) {
      throw new IllegalArgumentException(
          "parameter auth has \"headers\", and no header has a field of the account in braces:"
              + " write parameter headers as in x-api-key: {api_key}");
    }
    return settings.headers();
  }

  private static ApiSettings checked(ApiSettings settings, String auth) {
    if (!settings.oauth().path().matches("/[!-~&&[^?#]]*")) {
      throw new IllegalArgumentException(
          "parameter tokenPath was \""
              + settings.oauth().path()
              + "\": "
              + auth
              + " needs the path of the token endpoint, as in /oauth/token");
    }
    return settings;
  }
}
