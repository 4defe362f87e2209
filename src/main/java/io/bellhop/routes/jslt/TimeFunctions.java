package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;
import static io.bellhop.routes.jslt.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.bellhop.json.ShownValue;
import io.bellhop.time.WrittenTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mapping functions for times, in UTC with milliseconds, and for times of day on the property's
 * clock. A value that is neither leaves a warning.
 */
final class TimeFunctions {
  private static final Pattern CLOCK =
      Pattern.compile(
          "(?<hour>[0-9]{1,2})(:(?<minute>[0-5][0-9])(:[0-5][0-9](\\.[0-9]+)?)?)?"
              + "( ?(?<half>[AaPp])\\.?[Mm]\\.?)?");

  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private final Supplier<JsltEvaluation> evaluation;

  TimeFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<MappingFunction> all() {
    return List.of(
        new MappingFunction("utc", 1, 2, this::utc),
        new MappingFunction("clock", 1, a -> clock(a[0])),
        new MappingFunction(
            "is-time", 1, a -> BooleanNode.valueOf(read(a[0], ZoneOffset.UTC) != null)));
  }

  private JsonNode utc(JsonNode[] given) {
    JsonNode node = given[0];
    if (isAbsent(node)) {
      return NullNode.getInstance();
    }
    JsltEvaluation run = evaluation.get();
    WrittenTime time = read(node, given.length > 1 ? zone(given[1]) : ZoneOffset.UTC);
    if (time == null) {
      boolean day = node.isTextual() && DAY.matcher(node.textValue().strip()).matches();
      run.warn("utc()", node, day ? "is a day, not a time" : "is not a time");
      return NullNode.getInstance();
    }
    if (time.isDoubtful() && run.warnings() != null) {
      run.warnings().addDoubtful(ShownValue.of(node), time);
    }
    return text(time.utc());
  }

  private JsonNode clock(JsonNode node) {
    if (isAbsent(node)) {
      return NullNode.getInstance();
    }
    Matcher written = CLOCK.matcher(node.isValueNode() ? node.asText().strip() : "");
    String half = written.matches() ? written.group("half") : null;
    // An hour alone may be any number, unless it is a JSON number or has am or pm.
    boolean isRead =
        written.matches() && (written.group("minute") != null || half != null || node.isInt());
    int hour = isRead ? Integer.parseInt(written.group("hour")) : 24;
    if (half != null) {
      hour = hour < 1 || hour > 12 ? 24 : hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    if (hour > 23) {
      evaluation.get().warn("clock()", node, "is not a time of day");
      return NullNode.getInstance();
    }
    String minute = written.group("minute");
    return text(String.format(Locale.ROOT, "%02d:%s", hour, minute == null ? "00" : minute));
  }

  private static WrittenTime read(JsonNode node, ZoneId zone) {
    if (node != null && node.isNumber()) {
      BigDecimal number = MoneyAmounts.read(node);
      return number == null ? null : WrittenTime.read(number.toPlainString(), zone);
    }
    return node != null && node.isTextual() ? WrittenTime.read(node.textValue(), zone) : null;
  }

  /** A body may name no time zone or an unknown one; then it is UTC. */
  private ZoneId zone(JsonNode zone) {
    if (isAbsent(zone)) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(zone.asText().strip());
    } catch (DateTimeException e) {
      evaluation.get().warn("zone", zone, "is not a time zone, so Bellhop reads its times as UTC");
      return ZoneOffset.UTC;
    }
  }
}
