package io.bellhop.api;

import io.bellhop.config.Suggestions;
import io.bellhop.validation.FieldFaults;
import io.bellhop.validation.Ids;
import io.bellhop.validation.InvalidFieldsException;
import io.bellhop.validation.TextRules;
import io.bellhop.validation.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The decoded query parameters of a call. Bellhop rejects unknown ones, because a misspelled filter
 * would return everything and look like a valid answer.
 */
final class QueryParameters {
  private static final int LONGEST = 1000;

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /**
   * @param raw the query as received, after the question mark; null if there is none
   */
  QueryParameters(String raw) {
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }
  }

  private QueryParameters(Map<String, List<String>> values) {
    this.values.putAll(values);
  }

  QueryParameters with(String name, String value) {
    QueryParameters other = new QueryParameters(values);
    other.values.put(name, List.of(value));
    return other;
  }

  /**
   * @throws InvalidFieldsException that names each unknown or repeated parameter
   */
  void only(Collection<String> known) {
    FieldFaults wrong = new FieldFaults();
    values.forEach(
        (name, given) -> {
          if (!known.contains(name)) {
            wrong.addName("query", name, Suggestions.unknown(name, known));
          } else if (given.size() > 1) {
            wrong.add(name, "must be given once");
          }
        });
    wrong.check();
  }

  /** The value; null if it is absent or empty, because forms send an empty value for no filter. */
  String text(String name) {
    List<String> found = values.getOrDefault(name, List.of());
    if (found.size() > 1) {
      throw ApiError.invalid(name, "must be given once");
    }
    if (found.isEmpty() || found.get(0).isEmpty()) {
      return null;
    }
    String fault = TextRules.fault(found.get(0), LONGEST);
    if (fault != null) {
      throw ApiError.invalid(name, fault);
    }
    return found.get(0);
  }

  String oneOf(String name, Collection<String> words) {
    String text = text(name);
    if (text != null && !words.contains(text)) {
      throw ApiError.invalid(name, Suggestions.notOneOf(text, words));
    }
    return text;
  }

  /** The canonical text of a UUID; null if absent. */
  String uuid(String name) {
    String text = text(name);
    UUID id = text == null ? null : Ids.uuid(text);
    if (text != null && id == null) {
      throw ApiError.invalid(name, "must be a UUID");
    }
    return id == null ? null : id.toString();
  }

  /** A time in the form for the databases; null if absent. */
  String time(String name) {
    String text = text(name);
    Instant time = text == null ? null : Times.read(text);
    if (text != null && time == null) {
      throw ApiError.invalid(name, Times.EXPECTED);
    }
    return time == null ? null : time.toString();
  }

  /** A date in the form for the databases; null if absent. */
  String date(String name) {
    String text = text(name);
    try {
      return text == null ? null : LocalDate.parse(text).toString();
    } catch (DateTimeParseException e) {
      throw ApiError.invalid(name, "must be a date such as 2026-12-31");
    }
  }

  /** A number from 1, and at most {@code most}. */
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
    String decoded = PercentDecoder.decode(text.replace('+', ' '));
    if (decoded == null) {
      throw ApiError.invalid("query", "must be percent-encoded UTF-8");
    }
    return decoded;
  }
}
