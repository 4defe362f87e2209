package io.bellhop.runtime.http;

import io.bellhop.config.Options;
import io.bellhop.net.ClientAddresses;
import io.bellhop.runtime.http.PortPaths.Part;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The ports of a hub, with their paths and certificates. */
final class HttpPorts {
  private HttpPorts() {}

  /** One port for everything, or one for webhooks and one for the rest; they share the limits. */
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
    // Each port renews its own certificate.
    TlsFiles apiTls = own == null ? TlsFiles.of(options, TlsFiles.HOOKS) : own;
    return List.of(
        new HttpPort(addresses.hooks(), hooks, tls, limits, connections),
        new HttpPort(addresses.api(), others, apiTls, limits, connections));
  }

  /** The earliest end of a certificate's validity; null without TLS. */
  static Instant certificateEnds(List<HttpPort> ports) {
    return ports.stream()
        .map(HttpPort::certificateEnds)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
