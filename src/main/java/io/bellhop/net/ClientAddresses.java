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
 * Who a client is behind proxies that are trusted. Every proxy adds the address that it sees at the
 * right end of the header, so it is read from there, for as long as proxies are trusted: what
 * stands further left is the client's own word. Thread-safe.
 */
public final class ClientAddresses {
  /** The headers that proxies may use, and how the addresses stand in one line of it. */
  private static final Map<String, Function<String, List<String>>> HEADERS =
      Map.of(
          "x-forwarded-for",
          line -> List.of(line.split(",")),
          "forwarded",
          ClientAddresses::inForwarded);

  /** As Camel's HTTP server names it; hosts with another one do not tell. */
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

  /** Those of a hub without proxies. */
  public static ClientAddresses direct() {
    return new ClientAddresses(AddressSet.of(List.of()), "x-forwarded-for");
  }

  /** The names of the headers that may count, in small letters. */
  public static Iterable<String> headers() {
    return HEADERS.keySet();
  }

  /** Whether an address is that of a trusted proxy. */
  public boolean isProxy(String address) {
    return proxies.contains(address);
  }

  /** The client of a request on an exchange; empty if the HTTP server does not tell. */
  public String of(Message message, RequestHeaders headers) {
    return of(message.getHeader(PEER, "", String.class), headers);
  }

  /**
   * The client of a request.
   *
   * @param peer who has the connection, perhaps with a port; empty if it is not known
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
        // A name that hides the address: the proxy that wrote it is all that is known.
        return client;
      }
      client = hop;
    }
    return client;
  }

  /** Camel appends the port to an address of version 6 without brackets. */
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
      // A hop that names no client is a hop all the same.
      hops.add(found.find() ? found.group(1) : "");
    }
    return hops;
  }
}
