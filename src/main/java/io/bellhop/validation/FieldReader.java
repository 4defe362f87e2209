package io.bellhop.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the attributes of a body one by one and collects all their faults. A read returns a value
 * even for an invalid attribute, so that the reader finds all faults at once. {@link #check}
 * rejects attributes that no call has read as unknown. For one body. Not thread-safe.
 */
public final class FieldReader {
  /** The fault of a missing required field. */
  public static final String BLANK = "can't be blank";

  private final JsonNode attributes;
  private final Set<String> readOnly;
  private final Set<String> known = new LinkedHashSet<>();
  private final FieldFaults wrong = new FieldFaults();

  public FieldReader(JsonNode attributes) {
    this(attributes, Set.of());
  }

  /**
   * @param readOnly fields that the API returns but does not accept; ignored, so that a caller can
   *     send back what it has read
   */
  public FieldReader(JsonNode attributes, Set<String> readOnly) {
    this.attributes = attributes;
    this.readOnly = readOnly;
  }

  /** An attribute; null if the body omits it. A null in the body is a NullNode. */
  public JsonNode get(String field) {
    known.add(field);
    return attributes.get(field);
  }

  public boolean has(String field) {
    known.add(field);
    return attributes.hasNonNull(field);
  }

  /**
   * Rejects another value for fields that cannot change.
   *
   * @param instead what a caller can do to get another value
   */
  public void requireSame(Collection<String> fields, JsonNode stored, String instead) {
    for (String field : fields) {
      JsonNode given = get(field);
      if (given != null && !given.equals(stored.get(field))) {
        add(field, "cannot be changed: " + instead);
      }
    }
  }

  /** A text or number; the stored one if the body omits it, and null for null. */
  public String text(String field, String stored, int longest) {
    return text(field, stored, null, longest);
  }

  /**
   * A text or number; the stored one if the body omits it.
   *
   * @param whenNull the meaning of null in the body
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

  /** A required text; null if it is missing or invalid. */
  public String required(String field, int longest) {
    if (!has(field)) {
      add(field, BLANK);
    }
    return text(field, null, longest);
  }

  /** A text that may have several lines; the stored one if the body omits it. */
  public String lines(String field, String stored, int longest) {
    JsonNode value = get(field);
    if (value == null || value.isNull()) {
      return value == null ? stored : null;
    }
    String text = value.isTextual() ? value.textValue().strip() : "";
    // The form or editor of the caller decides how line breaks are written.
    String oneLine = text.replaceAll("[\\r\\n\\t]", " ");
    String fault =
        text.isEmpty() ? "must be a text that is not empty" : TextRules.fault(oneLine, longest);
    if (fault != null) {
      add(field, fault);
      return stored;
    }
    return text;
  }

  /** Excludes fractions, because there is more than one way to write one as text. */
  public static boolean isTextOrNumber(JsonNode value) {
    return value.isTextual() || value.isIntegralNumber();
  }

  /**
   * Accepts only {@code true} and {@code false}, because "false" in quotes is a text that other
   * systems read as true.
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
   * @param whenNull the meaning of null in the body
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

  /** One of a set of words; the default if it is null or missing. */
  public String oneOf(String field, String usual, Collection<String> words) {
    String word = has(field) ? attributes.get(field).asText("") : usual;
    if (!words.contains(word)) {
      add(field, "must be one of " + String.join(", ", words));
    }
    return word;
  }

  /** A time; null if there is none. */
  public Instant time(String field) {
    JsonNode value = get(field);
    Instant time = has(field) && value.isTextual() ? Times.read(value.asText()) : null;
    if (has(field) && time == null) {
      add(field, Times.EXPECTED);
    }
    return time;
  }

  /** A UUID; null if there is none. */
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

  /** Adds the fault of a name that the caller chose, which may contain anything. */
  public void addName(String part, String name, String what) {
    wrong.addName(part, name, what);
  }

  /**
   * @throws InvalidFieldsException if there is a fault, or an attribute that no call has read
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
