package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.FormerNames;
import io.bellhop.event.EventDraft;
import io.bellhop.event.Provenance;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.json.IdText;
import io.bellhop.json.JsonTexts;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** Reads the results of a provider's route from an exchange: the record and the variables. */
final class RouteVariables {
  private static final Pattern CLOCK = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * Fits the columns and contains no character of event masks, because a webhook may determine the
   * name.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /** A property of the exchange: the API still differs from the webhook. */
  static final String DISPUTED = "bellhop.disputed";

  private static final List<String> STAYS = List.of("reservation", "block");
  private static final List<String> DATES = List.of("arrivalDate", "departureDate");

  private RouteVariables() {}

  /** A draft with the warnings of the exchange, which this removes from it. */
  static EventDraft.Builder draft(Exchange exchange, JsonNode record) {
    ExchangeContext current = ExchangeContext.of(exchange);
    Provenance provenance = provenance(exchange, record);
    Warnings warnings = Warnings.of(exchange);
    return EventDraft.builder(current.account(), current.messages())
        .event(name(exchange, "recordType"), name(exchange, "verb"))
        .alternateType(text(exchange, "alternateType"))
        .typeUncertain("true".equals(text(exchange, "typeUncertain")))
        .ordered(!"false".equals(text(exchange, "ordered")))
        .record(record)
        .before(exchange.getVariable("before", JsonNode.class))
        .metadata(exchange.getVariable("metadata", JsonNode.class))
        .preserved(preserve(exchange))
        .provenance(provenance)
        .warnings(warnings.takeTexts())
        .unmapped(warnings.takeUnmapped());
  }

  static JsonNode record(Exchange exchange) {
    JsonNode record = object(exchange);
    if (IdText.of(record.path("id")).isEmpty()) {
      throw new PermanentFailureException(
          "the mapping of "
              + required(exchange, "recordType")
              + " gives no record with an id"
              + AnswerTracker.of(exchange).fault());
    }
    return record;
  }

  static JsonNode object(Exchange exchange) {
    JsonNode record = exchange.getMessage().getBody(JsonNode.class);
    if (record == null || !record.isObject()) {
      throw new PermanentFailureException(
          "the mapping of "
              + required(exchange, "recordType")
              + " gives no record"
              + AnswerTracker.of(exchange).fault());
    }
    String id = IdText.of(record.path("id"));
    if (!id.isEmpty()) {
      ((ObjectNode) record).put("id", id);
    }
    int length = id.length();
    if (length > EventDraft.LONGEST_ID) {
      throw new PermanentFailureException(
          "the record's id has "
              + length
              + " characters, and the limit is "
              + EventDraft.LONGEST_ID
              + ": map another field to id");
    }
    // A mapping may have cut a text inside a surrogate pair.
    return JsonTexts.clean(record);
  }

  private static String name(Exchange exchange, String variable) {
    String text = required(exchange, variable);
    if (!NAME.matcher(text).matches()) {
      throw new PermanentFailureException(
          "the route's variable "
              + variable
              + " must be a name: letters, digits, _ and -, at most 40");
    }
    return text;
  }

  private static Provenance provenance(Exchange exchange, JsonNode record) {
    String clock = text(exchange, "clock");
    if (clock != null && !CLOCK.matcher(clock).matches()) {
      throw new PermanentFailureException(
          "the route's variable clock must be a name: letters, digits, _, . and -, at most 64");
    }
    AnswerTracker answers = AnswerTracker.of(exchange);
    String read = text(exchange, "read");
    Instant readAt =
        read == null ? answers.readAt(record) : read.equals("true") ? answers.lastAskedAt() : null;
    return new Provenance(
        clock == null ? Version.CHANGED : clock,
        eventTime(exchange),
        readAt,
        "true".equals(text(exchange, "canRead")),
        readAt == null && ApiRejectedException.isGone(text(exchange, "refusalCode")),
        isDisputed(exchange, record),
        Warnings.of(exchange)::doubtful);
  }

  /**
   * Also if Bellhop could not read a date: the known state may be wrong, and only an event reports
   * it.
   */
  private static boolean isDisputed(Exchange exchange, JsonNode record) {
    boolean isUnread = Warnings.of(exchange).takeUnreadDate();
    boolean isStay = STAYS.contains(text(exchange, "recordType"));
    boolean lacksDate = isStay && DATES.stream().anyMatch(date -> !record.has(date));
    return Boolean.TRUE.equals(exchange.removeProperty(DISPUTED)) || isUnread && lacksDate;
  }

  static Instant eventTime(Exchange exchange) {
    String text = text(exchange, "eventTime");
    WrittenTime time = text == null ? null : WrittenTime.read(text);
    if (text != null && time == null) {
      Warnings.of(exchange).add("Bellhop cannot read the time of the event: " + text);
    }
    return time == null ? null : time.earliest();
  }

  private static List<String> preserve(Exchange exchange) {
    String paths = text(exchange, "preserve");
    if (paths == null) {
      paths = text(exchange, "carry");
      if (paths != null) {
        FormerNames.of(exchange.getContext()).note("carry", "preserve");
      }
    }
    return paths == null ? List.of() : List.of(paths.split(","));
  }

  static String required(Exchange exchange, String variable) {
    String text = text(exchange, variable);
    if (text == null) {
      throw new PermanentFailureException("the route has not set the variable " + variable);
    }
    return text;
  }

  /** An id in the form of records; empty if there is none. */
  static String id(Exchange exchange, String variable) {
    return IdText.ofValue(exchange.getVariable(variable));
  }

  static String text(Exchange exchange, String variable) {
    String text = exchange.getVariable(variable, String.class);
    return text == null || text.isEmpty() ? null : text;
  }
}
