package io.bellhop.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import io.bellhop.provider.Warnings;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What mappings need beyond JSLT's own functions: exact money, where JSLT's arithmetic is floating,
 * and dates. Each gives null for what it cannot read: a field is absent rather than made up.
 */
final class MappingFunctions {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** An amount with more digits is no price, and adding 1E+999999999 would take all memory. */
  private static final int MOST_DIGITS = 30;

  private record Named(String name, int arguments, Body body) implements Function {
    @FunctionalInterface
    interface Body {
      JsonNode apply(JsonNode[] arguments);
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public int getMinArguments() {
      return arguments;
    }

    @Override
    public int getMaxArguments() {
      return arguments;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] given) {
      return body.apply(given);
    }
  }

  private final Supplier<Warnings> warnings;

  /**
   * @param warnings where a function says what it could not read; gives null where nobody listens
   */
  MappingFunctions(Supplier<Warnings> warnings) {
    this.warnings = warnings;
  }

  List<Function> all() {
    return List.of(
        new Named("warn", 1, a -> warn(string(a[0]))),
        new Named("text", 1, a -> text(string(a[0]))),
        new Named("upper", 1, a -> text(upper(string(a[0])))),
        new Named("money", 1, a -> number(decimal(a[0]))),
        new Named("negate", 1, a -> number(negate(decimal(a[0])))),
        new Named("sum", 1, a -> number(sum(a[0]))),
        new Named("date", 1, a -> text(day(a[0]) == null ? null : day(a[0]).toString())),
        new Named("nights", 2, a -> nights(day(a[0]), day(a[1]))),
        new Named("ranges", 1, a -> DateRanges.of(days(a[0]))),
        new Named("utc", 1, a -> text(utc(string(a[0])))));
  }

  private JsonNode warn(String text) {
    Warnings listener = warnings.get();
    if (listener != null && text != null && !text.isEmpty()) {
      listener.add(text);
    }
    return NullNode.getInstance();
  }

  private static String string(JsonNode node) {
    return node == null || node.isNull() || !node.isValueNode() ? null : node.asText();
  }

  private static String upper(String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT);
  }

  private static BigDecimal decimal(JsonNode node) {
    String text = string(node);
    if (text == null || node.isBoolean()) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(text.trim());
      boolean sane = value.precision() <= MOST_DIGITS && Math.abs(value.scale()) <= MOST_DIGITS;
      return sane ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static BigDecimal negate(BigDecimal value) {
    return value == null ? null : value.negate();
  }

  private static BigDecimal sum(JsonNode values) {
    BigDecimal sum = null;
    for (JsonNode value : values) {
      BigDecimal one = decimal(value);
      if (one != null) {
        sum = sum == null ? one : sum.add(one);
      }
    }
    return sum;
  }

  private static LocalDate day(JsonNode node) {
    String text = string(node);
    if (text == null || text.length() < 10) {
      return null;
    }
    try {
      return LocalDate.parse(text.substring(0, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static TreeSet<LocalDate> days(JsonNode dates) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (JsonNode date : dates) {
      LocalDate day = day(date);
      if (day != null) {
        days.add(day);
      }
    }
    return days;
  }

  private static JsonNode nights(LocalDate from, LocalDate to) {
    return from == null || to == null || !to.isAfter(from)
        ? NullNode.getInstance()
        : IntNode.valueOf((int) ChronoUnit.DAYS.between(from, to));
  }

  private static String utc(String text) {
    Instant instant = text == null ? null : instant(text);
    return instant == null ? null : UTC.format(instant);
  }

  private static Instant instant(String text) {
    try {
      return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException notEvenThat) {
        return null;
      }
    }
  }

  private static JsonNode text(String text) {
    return text == null || text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text);
  }

  private static JsonNode number(BigDecimal value) {
    return value == null ? NullNode.getInstance() : DecimalNode.valueOf(value);
  }
}
