package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which HTTP server an embedded hub is reached by: bellhop.http.server. */
public enum HttpServerChoice {
  PLATFORM_HTTP,
  OWN,
  NONE;

  private static final Pattern OF_OUR_SERVER =
      Pattern.compile("bellhop\\.(http\\.(path-prefix|tls\\..*)|api\\.(port|host|tls\\..*))");

  public static HttpServerChoice of(Options options) {
    String text = options.text("bellhop.http.server");
    for (HttpServerChoice choice : values()) {
      if (choice.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        requireServer(options, choice);
        return choice;
      }
    }
    throw new ConfigException(
        "bellhop.http.server must be platform-http, own or none, was: " + text);
  }

  /** Whether an option has an effect with {@link #OWN} alone. */
  static boolean isOfOwnServer(String option) {
    return OF_OUR_SERVER.matcher(option).matches();
  }

  /** What only a server of ours can do: set for another one, it would have no effect. */
  private static void requireServer(Options options, HttpServerChoice choice) {
    for (String option : options.given()) {
      if (choice != OWN && isOfOwnServer(option) && options.isSet(option)) {
        throw new ConfigException(
            option + " needs bellhop.http.server=own: the host configures its own HTTP server");
      }
    }
  }
}
