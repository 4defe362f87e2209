package io.bellhop.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Credentials;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.net.ReservedHeaders;
import io.bellhop.validation.FieldReader;
import io.bellhop.validation.TextRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The attributes of a subscription that become part of a request: URL, parameters and headers. */
final class RequestFields {
  private static final int LONGEST_URL = 2000;

  /** Part of the URL, which a receiver must accept as a whole. */
  private static final int MAX_IN_PARAMETERS = 4000;

  /** The column can store this much after encryption. */
  private static final int MAX_IN_HEADERS = 20_000;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /**
   * Characters that a header can carry without an encoding, which receivers would have to guess.
   */
  private static final Pattern VISIBLE = Pattern.compile("[ -~]*");

  /** Bellhop sets these in every request, besides those of the connection. */
  private static final Set<String> SET_BY_BELLHOP = Set.of("content-type", "user-agent");

  private RequestFields() {}

  /**
   * The URL in {@code callback_url}, if Bellhop may call it. A stored URL was checked before, and
   * each call checks it again.
   */
  static String url(FieldReader given, String stored, AddressGuard guard) {
    String text = given.text("callback_url", stored, LONGEST_URL);
    if (text != null && !text.equals(stored)) {
      String fault = fault(text, guard);
      if (fault != null) {
        given.add("callback_url", fault);
      }
    }
    return text;
  }

  private static String fault(String text, AddressGuard guard) {
    try {
      URI url = new URI(text);
      if (url.getRawFragment() != null) {
        return "must not have a fragment (#)";
      }
      if (url.getPort() == 0 || url.getPort() > 65_535) {
        return "must have a port from 1 to 65535, or none";
      }
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
        return "must be percent-encoded ASCII";
      }
      guard.address(url);
      return null;
    } catch (URISyntaxException e) {
      return "must be a URL";
    } catch (ForbiddenTargetException e) {
      return e.getMessage();
    } catch (UnknownHostException e) {
      // The name may resolve later, or only on another node; each call checks its address again.
      return null;
    }
  }

  /** The parameters for the URL; if given, they replace all stored ones. */
  static Map<String, String> parameters(FieldReader given, Map<String, String> stored) {
    Map<String, String> parameters = texts(given, "request_params", stored, MAX_IN_PARAMETERS);
    parameters.entrySet().stream()
        .map(entry -> TextRules.fault(entry.getKey() + entry.getValue()))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(fault -> given.add("request_params", "a name or value " + fault));
    return parameters;
  }

  /**
   * Headers; if given, they replace all stored ones. The mask keeps the stored value, so that a
   * caller can send back an object that it has read.
   */
  static Map<String, String> headers(FieldReader given, Map<String, String> stored) {
    Map<String, String> headers = texts(given, "headers", stored, MAX_IN_HEADERS);
    if (headers == stored) {
      return stored;
    }
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(stored);
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, value) -> {
          if (!TOKEN.matcher(name).matches()) {
            given.add("headers", "every name must be that of a header");
          } else if (isReserved(name, value)) {
            given.add("headers", "has one that Bellhop sets itself: " + reserved(name));
          } else if (!VISIBLE.matcher(value).matches()) {
            given.add("headers", "no value may have anything but visible ASCII and blanks");
          } else if (!value.equals(Credentials.MASK)) {
            if (kept.put(name, value) != null) {
              given.add("headers", "every name must be given once, in capitals or not");
            }
          } else if (known.containsKey(name)) {
            kept.put(name, known.get(name));
          } else {
            given.add(
                "headers", Credentials.MASK + " keeps a stored value, and there is none for it");
          }
        });
    return Map.copyOf(kept);
  }

  /** Many clients set their usual content type, which is also Bellhop's own. */
  private static boolean isReserved(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean sameType = lower.equals("content-type") && value.startsWith("application/json");
    return !sameType
        && (isReserved(lower)
            || lower.startsWith("webhook-")
            || lower.startsWith("proxy-")
            || lower.startsWith("sec-"));
  }

  /** The name in Bellhop's spelling, so that the answer does not repeat the caller's. */
  private static String reserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int dash = lower.indexOf('-');
    return isReserved(lower) ? lower : lower.substring(0, dash) + "-...";
  }

  private static boolean isReserved(String lower) {
    return SET_BY_BELLHOP.contains(lower) || ReservedHeaders.isOfConnection(lower);
  }

  private static Map<String, String> texts(
      FieldReader given, String field, Map<String, String> stored, int maxLength) {
    JsonNode value = given.get(field);
    if (value == null) {
      return stored;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    if (!value.isNull() && !value.isObject()) {
      given.add(field, "must be an object of texts");
    }
    int length = 0;
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (entry.getKey().isBlank() || !FieldReader.isTextOrNumber(entry.getValue())) {
        given.add(field, "every value must be a text, under a name that is not empty");
      } else {
        texts.put(entry.getKey(), entry.getValue().asText());
        length += entry.getKey().length() + entry.getValue().asText().length();
      }
    }
    if (length > maxLength) {
      given.add(field, "must have at most " + maxLength + " characters in all");
    }
    return texts;
  }
}
