package io.bellhop.net;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The headers of a request as received. Names ignore case. A header that authenticates the sender
 * must occur exactly once, because with two values a sender could choose which one counts.
 */
public final class RequestHeaders {
  /**
   * The header in which Bellhop's own HTTP server puts the content type, so that Camel does not
   * parse the body.
   */
  public static final String TYPE = "bellhop-content-type";

  /**
   * The prefix of the headers that pass parts of the URL to a listener. Providers do not send them.
   */
  public static final String LISTENER = "bellhop-listener-";

  private final Map<String, List<String>> values = new TreeMap<>();

  public RequestHeaders(Iterable<Map.Entry<String, String>> entries) {
    for (Map.Entry<String, String> entry : entries) {
      values
          .computeIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
          .add(entry.getValue());
    }
    List<String> type = values.remove(TYPE);
    if (type != null) {
      values.put("content-type", type);
    }
  }

  /**
   * Reads the headers of a request on an exchange. Camel mixes query parameters into its headers,
   * so this reads the HTTP request itself; without one, it omits names that occur in the query. It
   * also omits headers that control Camel.
   */
  public static RequestHeaders of(Message message) {
    if (message instanceof HttpMessage http) {
      return new RequestHeaders(
          http.getRequest().headers().entries().stream().filter(h -> !isOurs(h.getKey())).toList());
    }
    Set<String> inQuery = inQuery(message.getHeader(Exchange.HTTP_QUERY, "", String.class));
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (isOurs(name) || inQuery.contains(name.toLowerCase(Locale.ROOT))) {
                return;
              }
              for (Object one : value instanceof Collection<?> several ? several : List.of(value)) {
                entries.add(Map.entry(name, String.valueOf(one)));
              }
            });
    return new RequestHeaders(entries);
  }

  /** Whether Camel's components or a listener would obey a header. */
  private static boolean isOurs(String name) {
    return name.regionMatches(true, 0, "Camel", 0, 5)
        || name.regionMatches(true, 0, LISTENER, 0, LISTENER.length());
  }

  /**
   * Reads the headers of a request to Bellhop's own server, without those that would control Camel
   * or a listener.
   */
  public static RequestHeaders ofWire(Iterable<Map.Entry<String, String>> sent) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    for (Map.Entry<String, String> header : sent) {
      if (!isOurs(header.getKey()) && !header.getKey().equalsIgnoreCase(TYPE)) {
        kept.add(header);
      }
    }
    return new RequestHeaders(kept);
  }

  private static Set<String> inQuery(String query) {
    if (query.isEmpty()) {
      return Set.of(); // always the case for webhooks of our own HTTP server
    }
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.split("=", 2)[0])
        .map(name -> decoded(name).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** The value, or null if the header is absent or occurs more than once. */
  public String one(String name) {
    List<String> found = values.get(name.toLowerCase(Locale.ROOT));
    return found != null && found.size() == 1 ? found.get(0) : null;
  }

  /** The first value, for a header that authenticates nothing; null if it is absent. */
  public String first(String name) {
    List<String> found = values.get(name.toLowerCase(Locale.ROOT));
    return found == null ? null : found.get(0);
  }

  public Map<String, List<String>> all() {
    return values;
  }
}
