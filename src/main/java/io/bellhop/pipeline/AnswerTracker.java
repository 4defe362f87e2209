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
 * from it: a record that the route read by its id is as new as the read, whatever its own time.
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

  /** Records that the route has called the provider's API. */
  public static void noteCall(Exchange exchange) {
    of(exchange).called = true;
  }

  /** Records that the API has answered: a retry of the message would make the same call twice. */
  public static void noteAnswer(Exchange exchange) {
    of(exchange).begun = true;
  }

  /** Records that the API answered with a list when the route read one record by its id. */
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

  /** Whether the API was called, with any answer. */
  boolean isCalled() {
    return called;
  }

  /**
   * Remembers an answer.
   *
   * @param path as in the route, with names of variables in braces
   * @param askedAt a time before the call, which is the earliest state of the answer
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

  /** Records that a mapping made one node from another, so that both were read at the same time. */
  public static void mapped(Exchange exchange, JsonNode from, Object to) {
    AnswerTracker all = exchange.getProperty(PROPERTY, AnswerTracker.class);
    Read read = all == null || from == null ? null : all.answers.get(from);
    if (read != null && to instanceof JsonNode node && node.isContainerNode()) {
      all.answers.put(node, read);
    }
  }

  /** When the route read a record by its id; null if it did not. */
  Instant readAt(JsonNode record) {
    Read read = answers.get(record);
    return read != null && read.ids().contains(record.path("id").asText()) ? read.askedAt() : null;
  }

  /** The time of the last call of the API; null if there was none. */
  Instant lastAskedAt() {
    return lastAskedAt;
  }
}
