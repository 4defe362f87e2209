package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;
import static io.bellhop.routes.jslt.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.bellhop.json.IdText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mapping functions for days in the property's own calendar. A value that is not a date leaves a
 * warning.
 */
final class DateFunctions {
  /**
   * A day, alone or followed by a time. If the year comes first, the month follows, whatever
   * separates them.
   */
  private static final Pattern DAY =
      Pattern.compile(
          "(?<year>[0-9]{4})(?<sign>[-/.])(?<month>[0-9]{1,2})\\k<sign>(?<day>[0-9]{1,2})([Tt ].*)?");

  private static final Pattern COMPACT =
      Pattern.compile("(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})([Tt].*)?");

  private static final int LENGTH = 10;

  /** Earlier dates are placeholders, such as 0001-01-01. */
  private static final int FIRST_YEAR = 1900;

  private final Supplier<JsltEvaluation> evaluation;

  DateFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<MappingFunction> all() {
    return List.of(
        new MappingFunction("date", 1, a -> date(day("date", a[0]))),
        new MappingFunction("is-date", 1, a -> BooleanNode.valueOf(read(a[0]) != null)),
        new MappingFunction("nights", 2, 3, this::nights),
        new MappingFunction("ranges", 1, a -> DateRanges.of(days(a[0]))));
  }

  private static JsonNode date(LocalDate day) {
    return day == null ? NullNode.getInstance() : text(day.toString());
  }

  private LocalDate day(String function, JsonNode node) {
    if (isAbsent(node)) {
      return null;
    }
    LocalDate day = read(node);
    if (day == null) {
      evaluation.get().warnOfDate(function + "()", node);
    }
    return day;
  }

  private static LocalDate read(JsonNode node) {
    String text = node == null || !node.isTextual() ? "" : node.textValue().strip();
    try {
      LocalDate day =
          isUsual(text) ? LocalDate.parse(text.substring(0, LENGTH)) : inOtherForm(text);
      return day == null || day.getYear() < FIRST_YEAR ? null : day;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Nearly all dates have this form. Reading it by hand is faster than the pattern with groups, and
   * a mapping reads about ten dates.
   */
  private static boolean isUsual(String text) {
    return text.length() >= LENGTH
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (text.length() == LENGTH || "Tt ".indexOf(text.charAt(LENGTH)) >= 0);
  }

  private static LocalDate inOtherForm(String text) {
    Matcher signs = DAY.matcher(text);
    Matcher parts = signs.matches() ? signs : COMPACT.matcher(text);
    return parts.matches()
        ? LocalDate.of(number(parts, "year"), number(parts, "month"), number(parts, "day"))
        : null;
  }

  private static int number(Matcher parts, String name) {
    return Integer.parseInt(parts.group(name));
  }

  private TreeSet<LocalDate> days(JsonNode dates) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (JsonNode date : dates) {
      LocalDate day = day("ranges", date);
      if (day != null) {
        days.add(day);
      }
    }
    return days;
  }

  private JsonNode nights(JsonNode[] given) {
    LocalDate from = day("nights", given[0]);
    LocalDate to = day("nights", given[1]);
    if (from == null || to == null || !to.isAfter(from)) {
      return NullNode.getInstance();
    }
    int nights = (int) ChronoUnit.DAYS.between(from, to);
    if (given.length > 2 && !isAbsent(given[2]) && !IdText.of(given[2]).equals("" + nights)) {
      evaluation.get().warn("nights", given[2], "contradicts the dates, which make " + nights);
    }
    return IntNode.valueOf(nights);
  }
}
