package io.bellhop.console;

import io.bellhop.net.RequestHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A request of a browser.
 *
 * @param segments the decoded path after /console; empty for the first page
 * @param query the parameters that are not empty, each with its last value
 * @param form the posted fields
 */
record ConsoleRequest(
    String method,
    List<String> segments,
    Map<String, String> query,
    Map<String, String> form,
    RequestHeaders headers) {
  static final String BASE = "/console";

  /** Forms are short: names, ids, a token. */
  private static final int LONGEST_FORM = 100_000;

  /** Fields with several lines: expressions. */
  private static final Set<String> LONG = Set.of("filter", "transform");

  /** No line of an expression begins like this: a comparison has two equals signs. */
  private static final Pattern FIELD = Pattern.compile("[a-z_]+=(?!=).*");

  static ConsoleRequest of(Message message) {
    RequestHeaders headers = RequestHeaders.of(message);
    String method = message.getHeader(Exchange.HTTP_METHOD, "", String.class);
    return new ConsoleRequest(
        method,
        segments(message.getHeader(Exchange.HTTP_PATH, "", String.class)),
        query(message.getHeader(Exchange.HTTP_RAW_QUERY, String.class)),
        method.equals("POST") ? form(message.getBody(byte[].class)) : Map.of(),
        headers);
  }

  boolean isPost() {
    return method.equals("POST");
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Some fields, without empty ones. */
  static Map<String, String> filled(Map<String, String> fields, List<String> names) {
    Map<String, String> filled = new LinkedHashMap<>();
    for (String name : names) {
      if (!fields.getOrDefault(name, "").isEmpty()) {
        filled.put(name, fields.get(name));
      }
    }
    return filled;
  }

  /** The segment at a place; empty if the path is shorter. */
  String segment(int place) {
    return place < segments.size() ? segments.get(place) : "";
  }

  /**
   * Whether another site made the browser send this. Browsers say so; other clients have no cookie
   * either.
   */
  boolean isFromAnotherSite() {
    String site = headers.first("sec-fetch-site");
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  /** The value of a cookie; null if it is missing. */
  String cookie(String name) {
    String all = headers.first("cookie");
    for (String pair : all == null ? new String[0] : all.split(";")) {
      String[] parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].equals(name)) {
        return parts[1];
      }
    }
    return null;
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    String inside = path.startsWith(BASE) ? path.substring(BASE.length()) : path;
    for (String segment : inside.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(decode(segment.replace("+", "%2B")));
      }
    }
    return List.copyOf(segments);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      String value = parts.length == 2 ? decode(parts[1]).strip() : "";
      if (!value.isEmpty()) {
        query.put(decode(parts[0]), value);
      }
    }
    return query;
  }

  /**
   * Forms come as text/plain, a line for each field: Camel's servlet bindings parse or reject
   * bodies of the usual types of forms, but leave this type unchanged on every server. An
   * expression continues until a line begins like a field.
   */
  private static Map<String, String> form(byte[] body) {
    Map<String, String> form = new LinkedHashMap<>();
    if (body == null || body.length > LONGEST_FORM) {
      return form;
    }
    String last = "";
    for (String line : new String(body, StandardCharsets.UTF_8).split("\r?\n")) {
      int equals = line.indexOf('=');
      boolean goesOn = LONG.contains(last) && !FIELD.matcher(line).matches();
      if (goesOn) {
        form.merge(last, line, (text, more) -> text + "\n" + more);
      } else if (equals > 0) {
        last = line.substring(0, equals);
        form.put(last, line.substring(equals + 1));
      }
    }
    form.replaceAll((name, text) -> text.strip());
    return form;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
