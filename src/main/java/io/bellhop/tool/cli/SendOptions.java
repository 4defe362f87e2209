package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Credentials;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a provider authenticates its webhooks by; a hub never shows it. */
final class SendOptions {
  @Option(names = "--secret", description = "What signs the body; or BELLHOP_SEND_SECRET.")
  String secret;

  @Option(
      names = "--username",
      description = "In place of the account's; or BELLHOP_SEND_USERNAME.")
  String username;

  @Option(names = "--password", description = "Goes with the user name; or BELLHOP_SEND_PASSWORD.")
  String password;

  @Option(
      names = "--header-value",
      description = "The value of the account's header; or BELLHOP_SEND_HEADER_VALUE.")
  String headerValue;

  /**
   * What the account has under {@code webhook}, with what is masked there filled in.
   *
   * @throws CommandException names the option that is missing
   */
  Map<String, String> fill(JsonNode webhook) {
    Map<String, String> filled = FixtureJson.texts(webhook);
    filled.replaceAll(this::value);
    return filled;
  }

  private String value(String key, String shown) {
    return switch (key) {
      case "username" -> {
        String name = EnvironmentDefaults.or(username, "BELLHOP_SEND_USERNAME");
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
    String value = EnvironmentDefaults.or(typed, variable);
    if (value == null && shown.equals(Credentials.MASK)) {
      throw new CommandException(
          "the account knows its provider by a secret, which the hub does not tell: give "
              + option
              + ", or set "
              + variable);
    }
    return value == null ? shown : value;
  }
}
