package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Tracks which JSON on an exchange is an answer of the provider's API, and which JSON was mapped
 * from it: a record that was read by its id is as new as the read, whatever time it names.
 * Thread-safe, because parts of a message may continue on other threads.
 */
public final class AnswerTracker {
  private static final String PROPERTY = "bellhop.answers";
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)\\}");

  /**
   * @param ids the ids in the path
   */
  private record Read(Instant askedAt, Set<String> ids) {}

  private final Map<JsonNode, Read> answers = Collections.synchronizedMap(new IdentityHashMap<>());
  private volatile Instant lastAskedAt;
  private volatile boolean called;
  private volatile boolean begun;
  private volatile int listed;

  private AnswerTracker() {}

  public static AnswerTracker of(Exchange exchange) {
    AnswerTracker answers = exchange.getProperty(PROPERTY, AnswerTracker.class);
    if (answers == null) {
      answers = new AnswerTracker();
      exchange.setProperty(PROPERTY, answers);
    }
    return answers;
  }

  /** Notes that the route has called the provider's API. */
  public static void noteCall(Exchange exchange) {
    of(exchange).called = true;
  }

  /**
   * Notes that the API has answered: a repetition of the message would make the same call twice.
   */
  public static void noteAnswer(Exchange exchange) {
    of(exchange).begun = true;
  }

  /** Notes that the API answered with a list although one record was asked for by its id. */
  public static void noteList(Exchange exchange, int size) {
    of(exchange).listed = size;
  }

  /**
   * Why a mapping may have found no record in the answers; empty if the answers do not explain it.
   */
  String fault() {
    return listed == 0
        ? ""
        : "; the provider's API answers with a list of "
            + listed
            + " where one record was asked for by its id";
  }

  /** Whether the API has answered a call of this exchange. */
  public boolean isBegun() {
    return begun;
  }

  /** Whether the API was called, whatever it answered. */
  boolean isCalled() {
    return called;
  }

  /**
   * Remembers an answer.
   *
   * @param path as the route wrote it, with names of variables in braces
   * @param askedAt before the call: the answer may be that old
   */
  public static void remember(Exchange exchange, String path, JsonNode answer, Instant askedAt) {
    Set<String> ids = new HashSet<>();
    Matcher place = PLACE.matcher(path == null ? "" : path);
    while (place.find()) {
      ids.add(RouteVariables.id(exchange, place.group(1)));
    }
    AnswerTracker all = of(exchange);
    all.lastAskedAt = askedAt;
    if (answer != null && answer.isContainerNode()) {
      all.answers.put(answer, new Read(askedAt, ids));
    }
  }

  /** Notes that a mapping made one node from another: it was read when its source was. */
  public static void mapped(Exchange exchange, JsonNode from, Object to) {
    AnswerTracker all = exchange.getProperty(PROPERTY, AnswerTracker.class);
    Read read = all == null || from == null ? null : all.answers.get(from);
    if (read != null && to instanceof JsonNode node && node.isContainerNode()) {
      all.answers.put(node, read);
    }
  }

  /** When a record was read by its id; null if it was not. */
  Instant readAt(JsonNode record) {
    Read read = answers.get(record);
    return read != null && read.ids().contains(record.path("id").asText()) ? read.askedAt() : null;
  }

  /** When the API was last asked for anything; null if it was not. */
  Instant lastAskedAt() {
    return lastAskedAt;
  }
}
