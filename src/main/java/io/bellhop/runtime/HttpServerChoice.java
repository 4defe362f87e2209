package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.Locale;
import java.util.regex.Pattern;

/** The HTTP server of an embedded hub: bellhop.http.server. */
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

  /** Whether an option has an effect only with {@link #OWN}. */
  static boolean isOfOwnServer(String option) {
    return OF_OUR_SERVER.matcher(option).matches();
  }

  /**
   * Rejects options that only Bellhop's own server implements; with another server they would
   * silently have no effect.
   */
  private static void requireServer(Options options, HttpServerChoice choice) {
    for (String option : options.given()) {
      if (choice != OWN && isOfOwnServer(option) && options.isSet(option)) {
        throw new ConfigException(
            option + " needs bellhop.http.server=own: the host configures its own HTTP server");
      }
    }
  }
}
