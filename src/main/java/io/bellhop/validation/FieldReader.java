package io.bellhop.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The attributes that a body gives, read one by one, and everything that is wrong with them.
 * Whatever is read has a value even if it is wrong, so that all faults are found at once. What
 * nothing has read until {@link #check} is unknown, and refused. For one body, not thread-safe.
 */
public final class FieldReader {
  /** What is wrong with a field that is not given and must be. */
  public static final String BLANK = "can't be blank";

  private final JsonNode attributes;
  private final Set<String> readOnly;
  private final Set<String> known = new LinkedHashSet<>();
  private final FieldFaults wrong = new FieldFaults();

  public FieldReader(JsonNode attributes) {
    this(attributes, Set.of());
  }

  /**
   * @param readOnly what the API answers and does not take: ignored, so that what was read can be
   *     sent back
   */
  public FieldReader(JsonNode attributes, Set<String> readOnly) {
    this.attributes = attributes;
    this.readOnly = readOnly;
  }

  /** Null if it is not given; a null in the body is a NullNode. */
  public JsonNode get(String field) {
    known.add(field);
    return attributes.get(field);
  }

  public boolean has(String field) {
    known.add(field);
    return attributes.hasNonNull(field);
  }

  /**
   * Refuses another value for fields that stay as they are.
   *
   * @param instead what a caller can do who wants another
   */
  public void requireSame(Collection<String> fields, JsonNode stored, String instead) {
    for (String field : fields) {
      JsonNode given = get(field);
      if (given != null && !given.equals(stored.get(field))) {
        add(field, "cannot be changed: " + instead);
      }
    }
  }

  /** A text or number; what is stored if it is not given, null for null. */
  public String text(String field, String stored, int longest) {
    return text(field, stored, null, longest);
  }

  /**
   * The same.
   *
   * @param whenNull what null in the body stands for
   */
  public String text(String field, String stored, String whenNull, int longest) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null ? stored : whenNull;
    }
    if (!isTextOrNumber(value) || value.asText().isBlank()) {
      add(field, "must be a text that is not empty");
      return stored;
    }
    String text = value.asText().strip();
    String fault = TextRules.fault(text, longest);
    if (fault != null) {
      add(field, fault);
      return stored;
    }
    return text;
  }

  /** A text that must be given; null if it is not, or is wrong. */
  public String required(String field, int longest) {
    if (!has(field)) {
      add(field, BLANK);
    }
    return text(field, null, longest);
  }

  /** The same of a text that may have several lines. */
  public String lines(String field, String stored, int longest) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null ? stored : null;
    }
    String text = value.isTextual() ? value.textValue().strip() : "";
    // A line break is whatever the form or editor of the caller writes.
    String oneLine = text.replaceAll("[\\r\\n\\t]", " ");
    String fault =
        text.isEmpty() ? "must be a text that is not empty" : TextRules.fault(oneLine, longest);
    if (fault != null) {
      add(field, fault);
      return stored;
    }
    return text;
  }

  /** Fractions are none: there is more than one way to write one of them as text. */
  public static boolean isTextOrNumber(JsonNode value) {
    return value.isTextual() || value.isIntegralNumber();
  }

  /**
   * Only {@code true} and {@code false}: "false" in quotes is a text, and would be true elsewhere.
   */
  public boolean yes(String field, boolean stored) {
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
  public Integer number(String field, Integer stored, Integer whenNull, int min, int max) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null ? stored : whenNull;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      add(field, "must be a whole number from " + min + " to " + max);
      return stored;
    }
    return value.intValue();
  }

  /** One of some words; the usual one if it is null or not given. */
  public String oneOf(String field, String usual, Collection<String> words) {
    String word = has(field) ? attributes.get(field).asText("") : usual;
    if (!words.contains(word)) {
      add(field, "must be one of " + String.join(", ", words));
    }
    return word;
  }

  /** Null if there is none. */
  public Instant time(String field) {
    JsonNode value = get(field);
    Instant time = has(field) && value.isTextual() ? Times.read(value.asText()) : null;
    if (has(field) && time == null) {
      add(field, Times.EXPECTED);
    }
    return time;
  }

  /** Null if there is none. */
  public UUID uuid(String field) {
    JsonNode value = get(field);
    UUID id = has(field) && value.isTextual() ? Ids.uuid(value.asText()) : null;
    if (has(field) && id == null) {
      add(field, "must be a UUID");
    }
    return id;
  }

  public void add(String field, String what) {
    wrong.add(field, what);
  }

  /** The same of a name that the caller gave, which may be anything. */
  public void addName(String part, String name, String what) {
    wrong.addName(part, name, what);
  }

  /**
   * @throws InvalidFieldsException if anything was wrong, or given and not read
   */
  public void check() {
    attributes
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name) && !readOnly.contains(name)) {
                addName("body", name, Suggestions.unknown(name, known));
              }
            });
    wrong.check();
  }
}
