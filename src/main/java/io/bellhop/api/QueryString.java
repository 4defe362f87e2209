package io.bellhop.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The query parameters of a call, decoded. Those that nobody asks for are ignored; one that is
 * asked for must stand at most once.
 */
final class QueryString {
  private final Map<String, List<String>> values = new HashMap<>();

  /**
   * @param raw as it came behind the question mark; null if there was none
   */
  QueryString(String raw) {
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }
  }

  /** The value; null if it is not there or empty, which is how forms send "no filter". */
  String text(String name) {
    List<String> found = values.getOrDefault(name, List.of());
    if (found.size() > 1) {
      throw ApiError.invalid(name, "must be given once");
    }
    return found.isEmpty() || found.get(0).isEmpty() ? null : found.get(0);
  }

  /** The canonical text of a UUID; null if it is not there. */
  String uuid(String name) {
    String text = text(name);
    UUID id = text == null ? null : Ids.uuid(text);
    if (text != null && id == null) {
      throw ApiError.invalid(name, "must be a UUID");
    }
    return id == null ? null : id.toString();
  }

  /** A time as the databases read it; null if it is not there. */
  String time(String name) {
    String text = text(name);
    Instant time = text == null ? null : Times.read(text);
    if (text != null && time == null) {
      throw ApiError.invalid(name, Times.EXPECTED);
    }
    return time == null ? null : time.toString();
  }

  /** A number from 1; more than {@code most} becomes {@code most}. */
  int count(String name, int preset, int most) {
    String text = text(name);
    if (text == null) {
      return preset;
    }
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < 1) {
      throw ApiError.invalid(name, "must be a number from 1");
    }
    return (int) Math.min(Long.parseLong(text), most);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid("query", "must be percent-encoded UTF-8");
    }
  }
}
