package io.bellhop.tool.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.Option;

/** The hub that a command calls, and the key. */
final class HubOptions {
  private static final String DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      description = "The URL of the hub; or BELLHOP_URL. Default: " + DEFAULT + ".")
  String url;

  @Option(
      names = "--api-key",
      description = "Its API key; or BELLHOP_API_KEY, which other users of the machine cannot see.")
  String apiKey;

  HubApi api() {
    String key = or(apiKey, "BELLHOP_API_KEY");
    if (key == null || key.isBlank()) {
      throw new CommandException(
          "the API key is missing: give --api-key, or set BELLHOP_API_KEY to it");
    }
    return new HubApi(uri(), key.strip());
  }

  /**
   * An option, or the variable that replaces it; null if there is neither. Not by picocli's
   * defaults: they take a dollar and a brace in a password for a variable.
   */
  static String or(String option, String variable) {
    return option == null ? System.getenv(variable) : option;
  }

  URI uri() {
    String given = or(url, "BELLHOP_URL");
    return uri("--url (or BELLHOP_URL)", given == null ? DEFAULT : given);
  }

  /**
   * @param option the option of the text
   */
  static URI uri(String option, String text) {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The error below names the rule.
    }
    throw new CommandException(option + " must be like http://127.0.0.1:8080, was: " + text);
  }
}
