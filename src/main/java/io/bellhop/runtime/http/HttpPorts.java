package io.bellhop.runtime.http;

import io.bellhop.config.Options;
import io.bellhop.net.ClientAddresses;
import io.bellhop.runtime.http.PortPaths.Part;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Which ports a hub has, what each of them serves, and with which certificate. */
final class HttpPorts {
  private HttpPorts() {}

  /** One for all, or the one of webhooks and that of all else; they share the limits. */
  static List<HttpPort> of(Options options, HttpAddresses addresses, ClientAddresses clients) {
    HttpLimits limits = HttpLimits.of(options);
    Connections connections =
        new Connections(limits.connections(), limits.perAddress(), clients::isProxy);
    TlsFiles tls = TlsFiles.of(options, TlsFiles.HOOKS);
    if (addresses.hasOnePort()) {
      PortPaths all = new PortPaths(addresses.prefix(), Part.ALL);
      return List.of(new HttpPort(addresses.hooks(), all, tls, limits, connections));
    }
    PortPaths hooks = new PortPaths(addresses.prefix(), Part.HOOKS);
    PortPaths others = new PortPaths(addresses.prefix(), Part.ALL_BUT_HOOKS);
    TlsFiles own = TlsFiles.of(options, TlsFiles.API);
    // Each port renews the certificate that it has itself.
    TlsFiles apiTls = own == null ? TlsFiles.of(options, TlsFiles.HOOKS) : own;
    return List.of(
        new HttpPort(addresses.hooks(), hooks, tls, limits, connections),
        new HttpPort(addresses.api(), others, apiTls, limits, connections));
  }

  /** When the first certificate is valid no more; null without TLS. */
  static Instant certificateEnds(List<HttpPort> ports) {
    return ports.stream()
        .map(HttpPort::certificateEnds)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
