package io.bellhop.net;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/**
 * Finds the address of a client behind trusted proxies. Each proxy appends the address that it sees
 * to the header, so this reads the header from the right for as long as the proxies are trusted:
 * the client itself may have written the rest. Thread-safe.
 */
public final class ClientAddresses {
  /** The headers that proxies use, each with a parser for the addresses in one line. */
  private static final Map<String, Function<String, List<String>>> HEADERS =
      Map.of(
          "x-forwarded-for",
          line -> List.of(line.split(",")),
          "forwarded",
          ClientAddresses::inForwarded);

  /** The header with the address in Camel's HTTP server; other HTTP servers have none. */
  private static final String PEER = "CamelVertxPlatformHttpRemoteAddress";

  private static final Pattern PORT = Pattern.compile(":[0-9]+$");

  private static final Pattern FOR =
      Pattern.compile("(?:^|;)\\s*for=\"?([^\";]*)\"?", Pattern.CASE_INSENSITIVE);

  private final AddressSet proxies;
  private final String header;

  private ClientAddresses(AddressSet proxies, String header) {
    this.proxies = proxies;
    this.header = header;
  }

  /**
   * @throws ConfigException names the option that is wrong
   */
  public static ClientAddresses of(Options options) {
    String name = options.text("bellhop.http.forwarded-header").toLowerCase(Locale.ROOT);
    if (!HEADERS.containsKey(name)) {
      throw new ConfigException(
          "bellhop.http.forwarded-header must be X-Forwarded-For or Forwarded, was: " + name);
    }
    try {
      return new ClientAddresses(AddressSet.of(options.list("bellhop.http.trusted-proxies")), name);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("bellhop.http.trusted-proxies: " + e.getMessage(), e);
    }
  }

  /** For a hub without proxies. */
  public static ClientAddresses direct() {
    return new ClientAddresses(AddressSet.of(List.of()), "x-forwarded-for");
  }

  /** The names of the headers that this reads, in lower case. */
  public static Iterable<String> headers() {
    return HEADERS.keySet();
  }

  /** Whether an address is that of a trusted proxy. */
  public boolean isProxy(String address) {
    return proxies.contains(address);
  }

  /** The client of a request on an exchange; empty if the HTTP server does not provide it. */
  public String of(Message message, RequestHeaders headers) {
    return of(message.getHeader(PEER, "", String.class), headers);
  }

  /**
   * The client of a request.
   *
   * @param peer the address of the connection, perhaps with a port; empty if it is not known
   */
  public String of(String peer, RequestHeaders headers) {
    String client = peerAddress(peer);
    if (!isProxy(client)) {
      return client;
    }
    List<String> hops = new ArrayList<>();
    for (String line : headers.all().getOrDefault(header, List.of())) {
      hops.addAll(HEADERS.get(header).apply(line));
    }
    for (int i = hops.size() - 1; i >= 0 && isProxy(client); i--) {
      String hop = AddressSet.usual(hops.get(i));
      if (hop == null) {
        // A name that hides the address: only the address of this proxy is known.
        return client;
      }
      client = hop;
    }
    return client;
  }

  /** Removes the port, which Camel appends to an IPv6 address without brackets. */
  private static String peerAddress(String peer) {
    String address = AddressSet.usual(peer);
    String without =
        address == null ? AddressSet.usual(PORT.matcher(peer).replaceFirst("")) : address;
    return without == null ? "" : without;
  }

  private static List<String> inForwarded(String line) {
    List<String> hops = new ArrayList<>();
    for (String hop : line.split(",")) {
      Matcher found = FOR.matcher(hop);
      // A hop without a client address still counts as a hop.
      hops.add(found.find() ? found.group(1) : "");
    }
    return hops;
  }
}
