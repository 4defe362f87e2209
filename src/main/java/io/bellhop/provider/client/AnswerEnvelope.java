package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.TemplateParameters;
import io.bellhop.json.IdText;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider's answers contain the requested record or list. A 200 without it is a failure,
 * which its words classify; an empty answer to a request for a record means that the record does
 * not exist. Immutable.
 *
 * @param field contains the record or the list; empty if the answer itself is the record or the
 *     list
 * @param recordFields a record that was read by its id has one of these; empty if nothing is known
 */
record AnswerEnvelope(String field, List<String> recordFields) {
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_-]*( +[A-Za-z0-9_-]+)*");
  private static final Set<String> FAILURES = Set.of("fail", "failed", "failure", "error");
  private static final Set<String> SUCCESSES = Set.of("success", "ok", "true");
  private static final List<String> STATUSES =
      List.of("status", "code", "statusCode", "status_code");
  private static final List<String> ERRORS = List.of("error", "errors");
  private static final int NOT_FOUND = 404;
  private static final int UNCLEAR = 500;

  static AnswerEnvelope of(TemplateParameters parameters) {
    String fields = parameters.text("recordField").trim();
    return new AnswerEnvelope(
        named("envelope", parameters.text("envelope").trim()),
        named("recordField", fields).isEmpty() ? List.of() : List.of(fields.split(" +")));
  }

  private static String named(String parameter, String names) {
    if (!NAMES.matcher(names).matches() || parameter.equals("envelope") && names.contains(" ")) {
      throw new IllegalArgumentException(
          "parameter " + parameter + " was \"" + names + "\": write a field's name, as in data");
    }
    return names;
  }

  /**
   * @param status a 2xx
   * @return the same status if the answer is a success; otherwise the status that it stands for
   */
  int meant(int status, JsonNode answer, ApiCall call) {
    if (field.isEmpty() && recordFields.isEmpty()) {
      return status;
    }
    boolean isRecord = call.readsRecord();
    boolean isAnswer = !call.reads() || holds(answer, isRecord);
    boolean mayFail = !(isAnswer && isRecord && field.isEmpty());
    int named = mayFail ? statusIn(answer) : 0;
    if (isAnswer && named == 0 && !(mayFail && saysFailure(answer))) {
      return status;
    }
    if (named != 0) {
      return named;
    }
    ErrorBody words = ErrorBody.of(answer);
    boolean isSilent = !saysFailure(answer) && SUCCESSES.containsAll(words.texts());
    return isSilent ? isRecord ? NOT_FOUND : UNCLEAR : AnswerPolicy.statusOf(words);
  }

  /**
   * Turns a list that contains the requested record into that record.
   *
   * @return any other answer unchanged
   */
  JsonNode unlisted(JsonNode answer, ApiCall call) {
    if (recordFields.isEmpty() || !call.readsRecord()) {
      return answer;
    }
    JsonNode element = asked(held(answer), call);
    if (element.isMissingNode() || field.isEmpty() || element.has(field)) {
      return element.isMissingNode() ? answer : element;
    }
    ObjectNode envelope =
        answer instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
    return envelope.set(field, element);
  }

  /** Whether an answer is a record with another id than the requested one. */
  boolean isOfAnother(JsonNode answer, ApiCall call) {
    List<String> ids = ids(held(answer));
    return !ids.isEmpty() && ids.stream().noneMatch(call.lastPart()::equalsIgnoreCase);
  }

  /** The requested record or list, in an answer with or without an envelope. */
  JsonNode held(JsonNode answer) {
    return field.isEmpty() || answer.isArray() ? answer : answer.path(field);
  }

  /** The only element that is the requested record, or contains it in its own envelope. */
  private JsonNode asked(JsonNode list, ApiCall call) {
    JsonNode asked = MissingNode.getInstance();
    for (JsonNode element : list.isArray() ? list : List.<JsonNode>of()) {
      boolean isWrapped = !field.isEmpty() && element.has(field);
      if (isAsked(isWrapped ? element.path(field) : element, call)) {
        if (!asked.isMissingNode()) {
          return MissingNode.getInstance(); // two states; which is newer is unknown
        }
        asked = element;
      }
    }
    return asked;
  }

  private boolean isAsked(JsonNode record, ApiCall call) {
    return ids(record).stream().anyMatch(call.lastPart()::equalsIgnoreCase);
  }

  private List<String> ids(JsonNode record) {
    return recordFields.stream()
        .map(id -> IdText.of(record.path(id)))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private boolean holds(JsonNode answer, boolean isRecord) {
    JsonNode held = held(answer);
    if (!isRecord || !held.isObject()) {
      return held.isContainerNode() && !(isRecord && held.isEmpty());
    }
    return !held.isEmpty()
        && (recordFields.isEmpty() || recordFields.stream().anyMatch(held::hasNonNull));
  }

  /** The status as a number in an error, anywhere in the answer. */
  private static int statusIn(JsonNode answer) {
    for (String name : ERRORS) {
      JsonNode error = answer.path(name);
      int status = statusOf(error.isArray() ? error.path(0) : error);
      if (status != 0) {
        return status;
      }
    }
    return statusOf(answer);
  }

  private static int statusOf(JsonNode error) {
    for (String name : STATUSES) {
      int status = error.path(name).asInt(0);
      if (status >= 400 && status < 600) {
        return status;
      }
    }
    return 0;
  }

  private static boolean saysFailure(JsonNode answer) {
    for (String name : List.of("success", "ok")) {
      if (answer.has(name) && !answer.path(name).asBoolean(true)) {
        return true;
      }
    }
    for (String name : ERRORS) {
      JsonNode error = answer.path(name);
      if (!error.isEmpty() || error.asBoolean() || error.isTextual() && !error.asText().isBlank()) {
        return true;
      }
    }
    return FAILURES.contains(answer.path("status").asText().toLowerCase(Locale.ROOT));
  }
}
