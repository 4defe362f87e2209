package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.Locale;

/** Which HTTP server an embedded hub is reached by: bellhop.http.server. */
public enum HttpServerChoice {
  PLATFORM_HTTP,
  OWN,
  NONE;

  public static HttpServerChoice of(Options options) {
    String text = options.text("bellhop.http.server");
    for (HttpServerChoice choice : values()) {
      if (choice.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return choice;
      }
    }
    throw new ConfigException(
        "bellhop.http.server must be platform-http, own or none, was: " + text);
  }
}
