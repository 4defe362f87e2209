package io.bellhop.runtime.http;

import io.bellhop.config.Options;
import io.bellhop.net.PathPrefix;
import io.bellhop.net.Ports;
import java.net.URI;

/**
 * The addresses of a hub's own HTTP server: one port for everything, or one for webhooks and one
 * for the rest.
 *
 * @param api the port of API and console; equal to that of webhooks if there is only one
 */
public record HttpAddresses(Address hooks, Address api, PathPrefix prefix) {
  private static final int LAST_PORT = 65_535;

  /**
   * A port.
   *
   * @param option the name of its option
   * @param isSecure whether it uses TLS
   */
  public record Address(String option, String host, int port, boolean isSecure) {
    URI url(String prefix) {
      return HttpAddresses.url(isSecure ? "https" : "http", host, port, prefix);
    }
  }

  /**
   * @throws io.bellhop.config.ConfigException if a port is in use, or the prefix is invalid
   */
  public static HttpAddresses of(Options options) {
    boolean isSecure = options.isSet(TlsFiles.HOOKS);
    Address hooks =
        address(options, "bellhop.http.port", options.text("bellhop.http.host"), isSecure);
    if (!hasApiPort(options)) {
      return new HttpAddresses(hooks, hooks, PathPrefix.of(options));
    }
    String host =
        options.text(options.isSet("bellhop.api.host") ? "bellhop.api.host" : "bellhop.http.host");
    Address api =
        address(options, "bellhop.api.port", host, isSecure || options.isSet(TlsFiles.API));
    return new HttpAddresses(hooks, api, PathPrefix.of(options));
  }

  /** Whether API and console have their own port. */
  public static boolean hasApiPort(Options options) {
    return options.isSet("bellhop.api.port");
  }

  /** Whether browsers reach the console only by TLS. */
  public static boolean isConsoleSecure(Options options, String publicUrl) {
    return hasApiPort(options)
        ? options.isSet(TlsFiles.HOOKS) || options.isSet(TlsFiles.API)
        : publicUrl.startsWith("https:");
  }

  private static Address address(Options options, String option, String host, boolean isSecure) {
    int port = Ports.free(option, host, options.number(option, 0, LAST_PORT));
    return new Address(option, host, port, isSecure);
  }

  boolean hasOnePort() {
    return hooks.equals(api);
  }

  /** The URL for webhooks. */
  public URI url() {
    return hooks.url(prefix.text());
  }

  /** The URL of the API and the console. */
  public URI apiUrl() {
    return api.url(prefix.text());
  }

  /** The URL of a port with plain HTTP and no prefix. */
  public static URI management(String host, int port) {
    return url("http", host, port, "");
  }

  private static URI url(String scheme, String host, int port, String path) {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + name + ":" + port + path);
  }
}
