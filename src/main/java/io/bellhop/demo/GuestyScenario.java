package io.bellhop.demo;

import static io.bellhop.demo.Column.DUPLICATE;
import static io.bellhop.demo.Column.ENRICHED;
import static io.bellhop.demo.Column.EVENTS;
import static io.bellhop.demo.Column.IGNORED;
import static io.bellhop.demo.Column.MERGED;
import static io.bellhop.demo.Column.REJECTED;
import static io.bellhop.demo.Column.STALE;
import static io.bellhop.demo.Column.UNCHANGED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.Outgoing;
import io.bellhop.fixture.Senders;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Signed events with the whole record, lean ones that need the API, and alteration pairs. */
final class GuestyScenario extends Scenario {
  private static final String UPDATED = "lastUpdatedAt";
  private static final Duration HOUR = Duration.ofHours(1);

  private final ObjectNode created = fixtures.json("reservation.new.json");
  private final ObjectNode reservation = created.withObject("reservation").deepCopy();
  private final String id = reservation.path("_id").asText();
  private final ObjectNode listing = fixtures.json("listing.updated.json");

  GuestyScenario(RouteFolders folders, PrintStream out) {
    super("guesty", folders, out);
  }

  @Override
  void first() {
    byte[] body = Json.bytes(created);
    Instant now = Instant.now();
    step("reservation " + id, webhook(body, "msg_a", now), 200, EVENTS);
    step(
        "the same webhook again, under Standard Webhooks' header names",
        new Outgoing(Senders.standardWebhooks(credential("secret"), "msg_a", now, body), body),
        200,
        DUPLICATE);
    step("its twin: same content, another svix-id", webhook(created), 200, UNCHANGED);

    byte[] tampered = Json.bytes(created.deepCopy().put("tampered", true));
    step(
        "wrong signature: the body is not the one that was signed",
        new Outgoing(webhook(body).headers(), tampered),
        401,
        REJECTED);
    Instant old = now.minus(6, ChronoUnit.MINUTES);
    step("right signature, made six minutes ago", webhook(body, "msg_b", old), 401, REJECTED);

    // One event for both, and the guest, whom neither names, is fetched once.
    String altered = fixtures.json("reservation.updated.json").at("/reservation/_id").asText();
    step(
        "reservation " + altered + " altered, first webhook",
        fixture("reservation.updated.json"),
        200,
        MERGED);
    step(
        "the second of that pair: it has the new price",
        fixture("reservation.updated-second.json"),
        200,
        ENRICHED,
        EVENTS);

    // Reservation, guest and money are fetched; the token does not count.
    step(
        "a reservation of which only the dates come (v2)",
        fixture("reservation.created.v2.json"),
        200,
        ENRICHED,
        ENRICHED,
        ENRICHED,
        EVENTS);
    step("a listing changed", webhook(listing), 200, EVENTS);
    step("a guest wrote", fixture("reservation.messageReceived.json"), 200, EVENTS);
    step("an event that nobody handles", fixture("task.created.json"), 200, IGNORED);
  }

  @Override
  void second() {
    ObjectNode before = reservation.deepCopy();
    later(reservation, UPDATED, HOUR);
    step("reservation " + id + ": a pair that changes nothing", alteration(before), 200, MERGED);
    later(reservation, UPDATED, Duration.ofMillis(1200));
    step("the second of that pair", alteration(before), 200, UNCHANGED);

    step(
        "another reservation is cancelled",
        fixture("reservation.updated-cancelled.json"),
        200,
        EVENTS);
  }

  @Override
  void third() {
    ObjectNode before = reservation.deepCopy();
    later(reservation, UPDATED, HOUR.dividedBy(2).negated());
    reservation.put("guestsCount", 9);
    step("reservation " + id + " as it was before: comes too late", alteration(before), 200, STALE);

    ObjectNode removed = fixtures.json("listing.removed.json");
    removed.withObject("listing").set("_id", listing.at("/listing/_id"));
    step("the listing is removed", webhook(removed), 200, EVENTS);
  }

  private Outgoing alteration(ObjectNode before) {
    ObjectNode body = Json.object();
    body.set("reservation", reservation);
    body.set("reservationBefore", before);
    return webhook(body.put("event", "reservation.updated"));
  }
}
