package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The attributes that a body gives, read one by one, and everything that is wrong with them.
 * Whatever is read has a value even if it is wrong, so that all faults are found at once. For one
 * body, not thread-safe.
 */
final class Given {
  private final JsonNode attributes;
  private final Map<String, List<String>> wrong = new LinkedHashMap<>();

  Given(JsonNode attributes) {
    this.attributes = attributes;
  }

  /** Null if it is not given; a null in the body is a NullNode. */
  JsonNode get(String field) {
    return attributes.get(field);
  }

  boolean has(String field) {
    return attributes.hasNonNull(field);
  }

  /** A text or number; what is stored if it is not given, null for null. */
  String text(String field, String stored, int longest) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null ? stored : null;
    }
    if (!AccountForm.isTextOrNumber(value) || value.asText().isBlank()) {
      add(field, "must be a text that is not empty");
      return stored;
    }
    String text = value.asText().strip();
    if (text.length() > longest) {
      add(field, "must have at most " + longest + " characters");
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      add(field, "must not have control characters");
    }
    return text;
  }

  boolean yes(String field, boolean stored) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null && stored;
    }
    if (!value.isBoolean()) {
      add(field, "must be true or false");
    }
    return value.asBoolean();
  }

  /**
   * @param whenNull what null in the body stands for
   */
  Integer number(String field, Integer stored, Integer whenNull, int least, int most) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null ? stored : whenNull;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      add(field, "must be a whole number from " + least + " to " + most);
      return stored;
    }
    return value.intValue();
  }

  /** Null if there is none. */
  Instant time(String field) {
    JsonNode value = get(field);
    Instant time = has(field) ? Times.read(value.asText()) : null;
    if (has(field) && time == null) {
      add(field, Times.EXPECTED);
    }
    return time;
  }

  /** Null if there is none. */
  UUID uuid(String field) {
    UUID id = has(field) ? Ids.uuid(get(field).asText()) : null;
    if (has(field) && id == null) {
      add(field, "must be a UUID");
    }
    return id;
  }

  void add(String field, String what) {
    wrong.computeIfAbsent(field, f -> new ArrayList<>()).add(what);
  }

  /**
   * @throws ApiError 422 if anything was wrong
   */
  void check() {
    if (!wrong.isEmpty()) {
      throw ApiError.invalid(wrong);
    }
  }
}
