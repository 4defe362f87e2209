package io.bellhop.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Options;
import io.bellhop.connect.ConnectFailure.Kind;
import io.bellhop.crypto.Sha256;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.client.AuthorizationCodes;
import io.bellhop.provider.client.ConnectSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Connects an account through the provider's own page: an authorization code with PKCE (RFC 6749,
 * RFC 7636). Thread-safe.
 */
final class AuthorizationCodeFlow {
  /** Providers do not issue longer ones. */
  private static final int LONGEST_CODE = 4000;

  private final ApiClients apis;
  private final Options options;
  private final Supplier<String> publicUrl;

  AuthorizationCodeFlow(ApiClients apis, Options options, Supplier<String> publicUrl) {
    this.apis = apis;
    this.options = options;
    this.publicUrl = publicUrl;
  }

  /** Whether to use the provider's own page, and not Bellhop's form. */
  boolean isUsed(ConnectSettings settings) {
    return settings.hasPage() && !option(settings, "client-id").isEmpty();
  }

  /** Whether an app is configured, but the address of its page is missing. */
  boolean lacksAddress(ConnectSettings settings) {
    return !settings.hasPage()
        && !settings.tokenUrl().isEmpty()
        && !option(settings, "client-id").isEmpty();
  }

  /** The address of the provider's page for the browser. */
  String location(ConnectSettings settings, ConnectAttempt attempt) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", option(settings, "client-id"));
    query.put("redirect_uri", redirectUri(settings));
    query.put("scope", settings.scope());
    query.put("state", attempt.state());
    query.put(
        "code_challenge",
        Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(attempt.verifier())));
    query.put("code_challenge_method", "S256");
    return settings.authorizationUrl()
        + "?"
        + query.entrySet().stream()
            .filter(parameter -> !parameter.getValue().isEmpty())
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  /**
   * The account's fields after the customer has authorized Bellhop.
   *
   * @param answer the query of the provider's redirect
   * @throws ConnectFailure if the customer has not authorized Bellhop
   */
  ObjectNode fields(ConnectSettings settings, ConnectAttempt attempt, Map<String, String> answer) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    given.put("client_id", option(settings, "client-id"));
    given.put("client_secret", option(settings, "client-secret"));
    given.set("token", token(settings, attempt, code(answer)));
    JsonNode fields = ConnectSettings.map(settings.account(), given);
    if (fields == null) {
      throw new ConnectFailure(Kind.NO_CODE, "Its token has an unknown format");
    }
    return (ObjectNode) fields;
  }

  private static String code(Map<String, String> answer) {
    if (answer.getOrDefault("error", "").equals("access_denied")) {
      throw new ConnectFailure(Kind.DENIED, "Nothing was connected. You can start again");
    }
    if (answer.containsKey("error")) {
      throw new ConnectFailure(Kind.NO_CODE, "It reports an error instead of a code. Start again");
    }
    String code = answer.getOrDefault("code", "");
    if (code.isEmpty() || code.length() > LONGEST_CODE) {
      throw new ConnectFailure(Kind.NO_CODE, "It has no code in it. Start again");
    }
    return code;
  }

  private JsonNode token(ConnectSettings settings, ConnectAttempt attempt, String code) {
    AuthorizationCodes.Client client =
        new AuthorizationCodes.Client(
            option(settings, "client-id"), option(settings, "client-secret"));
    try {
      return apis.codes()
          .exchange(settings, client, code, attempt.verifier(), redirectUri(settings));
    } catch (CredentialsException e) {
      throw new ConnectFailure(
          Kind.CODE_REFUSED, "At " + settings.provider() + ", " + e.getMessage());
    } catch (RetryableException e) {
      throw new ConnectFailure(
          Kind.PROVIDER_DOWN, "At " + settings.provider() + ", " + e.getMessage());
    }
  }

  private String redirectUri(ConnectSettings settings) {
    return publicUrl.get() + ConnectLinks.BASE + "/" + settings.provider() + "/callback";
  }

  private String option(ConnectSettings settings, String name) {
    return options.all().getOrDefault("bellhop." + settings.provider() + "." + name, "").strip();
  }
}
