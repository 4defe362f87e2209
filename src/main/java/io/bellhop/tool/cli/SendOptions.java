package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Credentials;
import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.fixture.FixtureJson;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The sender, the account, and the credentials that prove the provider's webhooks; a hub never
 * shows those.
 */
final class SendOptions {
  @Parameters(index = "0", description = "The provider: the name of its folder in routes.")
  String provider;

  @Option(
      names = "--account",
      paramLabel = "<id or name>",
      description = "The integration account, if the provider has several.")
  String account;

  @Option(
      names = "--fixtures",
      paramLabel = "<folder>",
      description = "The folder of the fixtures. Default: beside the routes.")
  Path fixtures;

  @Option(
      names = "--to",
      paramLabel = "<url>",
      description =
          "The hub's address as seen from here, in place of its bellhop.public-url, such as"
              + " http://127.0.0.1:8080.")
  String to;

  @Option(
      names = "--secret",
      description = "The secret that signs the body; or BELLHOP_SEND_SECRET.")
  String secret;

  @Option(
      names = "--username",
      description = "The user name, in place of the account's; or BELLHOP_SEND_USERNAME.")
  String username;

  @Option(
      names = "--password",
      description = "The password for the user name; or BELLHOP_SEND_PASSWORD.")
  String password;

  @Option(
      names = "--header-value",
      description = "The value of the account's header; or BELLHOP_SEND_HEADER_VALUE.")
  String headerValue;

  /** The fixtures of the jar and of the folders that options name. */
  RouteFolders folders() {
    Options options = StandaloneServer.options(System.getProperties(), System.getenv());
    return RouteFolders.of(options.text("bellhop.routes"), options.text("bellhop.routes.extra"));
  }

  /** The listener's path is the same at every address of the hub. */
  URI listener(String url) {
    URI listener = URI.create(url);
    if (to == null) {
      return listener;
    }
    String path = listener.getRawPath();
    return URI.create(HubOptions.uri("--to", to) + path.substring(path.lastIndexOf("/hooks/")));
  }

  /**
   * The account's {@code webhook}, with its masked values filled in.
   *
   * @throws CommandException names the missing option
   */
  Map<String, String> fill(JsonNode webhook) {
    Map<String, String> filled = FixtureJson.texts(webhook);
    filled.replaceAll(this::value);
    return filled;
  }

  private String value(String key, String shown) {
    return switch (key) {
      case "username" -> {
        String name = HubOptions.or(username, "BELLHOP_SEND_USERNAME");
        yield name == null ? shown : name;
      }
      case "secret" -> given(secret, shown, "--secret", "BELLHOP_SEND_SECRET");
      case "password" -> given(password, shown, "--password", "BELLHOP_SEND_PASSWORD");
      case "value", "token" ->
          given(headerValue, shown, "--header-value", "BELLHOP_SEND_HEADER_VALUE");
      default -> shown;
    };
  }

  private static String given(String typed, String shown, String option, String variable) {
    String value = HubOptions.or(typed, variable);
    if (value == null && shown.equals(Credentials.MASK)) {
      throw new CommandException(
          "the account verifies webhooks by a secret, which the hub does not show: give "
              + option
              + ", or set "
              + variable);
    }
    return value == null ? shown : value;
  }
}
