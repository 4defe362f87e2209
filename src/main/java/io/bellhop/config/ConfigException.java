package io.bellhop.config;

/**
 * An error that prevents the start. The message is one line that names the thing, the place and the
 * remedy.
 */
public final class ConfigException extends RuntimeException {
  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
