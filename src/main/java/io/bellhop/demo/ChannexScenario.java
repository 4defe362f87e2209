package io.bellhop.demo;

import static io.bellhop.demo.Column.ACKED;
import static io.bellhop.demo.Column.DUPLICATE;
import static io.bellhop.demo.Column.ENRICHED;
import static io.bellhop.demo.Column.EVENTS;
import static io.bellhop.demo.Column.IGNORED;
import static io.bellhop.demo.Column.MERGED;
import static io.bellhop.demo.Column.REJECTED;
import static io.bellhop.demo.Column.STALE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Answer;
import io.bellhop.fixture.Json;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;

/**
 * A secret header, bookings that are fetched and acknowledged when their events are on disk, bursts
 * of calendar changes, and webhooks that say no more than that something happened.
 */
final class ChannexScenario extends Scenario {
  private static final String REVISIONS = "/api/v1/booking_revisions/";

  private final ObjectNode modified = fixtures.json("booking_modification.json");
  private final String bookingId = modified.at("/payload/booking_id").asText();
  private final String revision = modified.at("/payload/revision_id").asText();

  ChannexScenario(RouteFolders folders, PrintStream out) {
    super("channex", folders, out);
  }

  @Override
  void first() {
    // The event is on disk by then, so only the acknowledgement is tried again.
    api.next(1, REVISIONS + revision + "/ack", Answer.of(503));
    step(
        "a booking: fetched, then acknowledged, which the API refuses once",
        webhook(modified),
        200,
        ENRICHED,
        EVENTS,
        ACKED);
    step("the same webhook again", webhook(modified), 200, DUPLICATE);
    step("wrong secret", forged(Json.bytes(modified), "value"), 401, REJECTED);

    step(
        "a booking of a room that is not mapped: two events",
        fixture("booking_unmapped_room.json"),
        200,
        ENRICHED,
        EVENTS,
        EVENTS,
        ACKED);

    // One call of the API brings three revisions of two bookings.
    step(
        "a webhook without data: what happened is read from the feed",
        fixture("booking_new-no-data.json"),
        200,
        ENRICHED,
        EVENTS,
        EVENTS,
        EVENTS,
        ACKED,
        ACKED,
        ACKED);

    step("the calendar of a property: availability", fixture("ari.json"), 200, MERGED);
    step("the calendar of that property: rates", fixture("ari-rates.json"), 200, EVENTS);

    step("a guest wrote", fixture("message.json"), 200, EVENTS);
    step("an event that nobody handles", fixture("property_task.json"), 200, IGNORED);
  }

  @Override
  void second() {
    // The fixtures know nothing of each other; here the cancelled booking is the first one.
    ObjectNode cancelled = fixtures.json("booking_cancellation.json");
    cancelled.withObject("payload").put("booking_id", bookingId);
    JsonNode next = cancelled.at("/payload/revision_id");
    ObjectNode document = fixtures.json("api" + REVISIONS + revision + ".json");
    document.withObject("data").set("id", next);
    ObjectNode booking = document.withObject("/data/attributes").put("status", "cancelled");
    booking.put("inserted_at", cancelled.path("timestamp").asText()).set("id", next);
    api.put(REVISIONS + next.asText(), Json.bytes(document));
    step("the booking is cancelled", webhook(cancelled), 200, ENRICHED, EVENTS, ACKED);
  }

  @Override
  void third() {
    // It has been seen all the same, so Channex need not keep it any longer.
    step(
        "the booking as it was at first: comes too late",
        fixture("booking_modification.older.json"),
        200,
        ENRICHED,
        STALE,
        ACKED);
  }
}
