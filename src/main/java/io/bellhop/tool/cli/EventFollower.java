package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pulls the events of a hub, which need not reach this machine. The hub answers when there are
 * some.
 */
final class EventFollower {
  /** Less than a client of ours waits for an answer. */
  private static final String WAIT = "15s";

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  private final HubApi api;
  private final String filter;
  private final Consumer<String> notes;
  private String after;

  /**
   * @param after where to begin: a cursor, an event's id, or end
   * @param filter an event type, or a kind such as {@code reservation.*}; null for all
   * @param notes receives remarks about the hub
   */
  EventFollower(HubApi api, String after, String filter, Consumer<String> notes) {
    this.api = api;
    this.after = after;
    this.filter = filter == null ? "" : "&event_type=" + encode(filter);
    this.notes = notes;
  }

  /**
   * Hands events over until what reads them has ended.
   *
   * @throws CommandException if the hub refuses, or is not there at the beginning
   */
  void follow(Consumer<JsonNode> events, CountDownLatch ended) throws InterruptedException {
    boolean isAway = false;
    // Finds errors before the command promises anything.
    take(api.get(path("0s")), events);
    while (ended.getCount() > 0) {
      try {
        take(api.get(path(WAIT)), events);
        isAway = false;
      } catch (HubUnreachableException e) {
        if (!isAway) {
          notes.accept(e.getMessage() + "; bellhop listen continues when the hub is back");
        }
        isAway = true;
        ended.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void take(JsonNode page, Consumer<JsonNode> events) {
    page.path("data").forEach(item -> events.accept(item.path("attributes")));
    after = page.at("/meta/last").asText();
  }

  private String path(String wait) {
    return "/events?wait=" + wait + "&after=" + encode(after) + filter;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
