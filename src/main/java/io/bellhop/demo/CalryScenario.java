package io.bellhop.demo;

import static io.bellhop.demo.Column.DUPLICATE;
import static io.bellhop.demo.Column.ENRICHED;
import static io.bellhop.demo.Column.EVENTS;
import static io.bellhop.demo.Column.IGNORED;
import static io.bellhop.demo.Column.REJECTED;
import static io.bellhop.demo.Column.STALE;
import static io.bellhop.demo.Column.UNCHANGED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;

/**
 * Nothing but the listener URL to know the sender by, whole records with gaps and a wrong count of
 * nights, and reports of failures.
 */
final class CalryScenario extends Scenario {
  private final ObjectNode created = fixtures.json("reservation.created.json");
  private final ObjectNode reservation = created.withObject("/data/record").deepCopy();
  private final String id = reservation.path("id").asText();
  private int lastHook;

  CalryScenario(RouteFolders folders, PrintStream out) {
    super("calry", folders, out);
    account.remove("webhook");
  }

  @Override
  void first() {
    step(
        "reservation " + id + ", with \"\" and [null] for what is not known",
        webhook(created),
        200,
        EVENTS);
    step("the same webhook again", webhook(created), 200, DUPLICATE);
    step("its twin: same record, another hook", webhook(anotherHook(created)), 200, UNCHANGED);

    URI guessed = listener().resolve("0123456789abcdef0123456789abcdef01234567");
    step("to a listener URL that nobody was given", guessed, webhook(created), 404, REJECTED);

    step(
        "another reservation: it says 2 nights and means 3",
        fixture("reservation.updated.json"),
        200,
        EVENTS);
    step(
        "one that Calry failed to read: its API is asked",
        fixture("reservation.created-failure.json"),
        200,
        ENRICHED,
        EVENTS);
    step(
        "one that its API has not either",
        fixture("reservation.updated-failure-refused.json"),
        200,
        EVENTS);
    step("a guest wrote", fixture("conversation.updated.json"), 200, EVENTS);
    step("an event that nobody handles", fixture("sync.complete.json"), 200, IGNORED);
  }

  @Override
  void second() {
    // It keeps its count of nights, as the provider's own example does.
    LocalDate departure =
        LocalDate.parse(reservation.path("departureDate").asText().substring(0, 10));
    reservation.put("departureDate", departure.plusDays(1) + "T00:00:00.000Z");
    later(reservation, "updatedAt", Duration.ofHours(1));
    ObjectNode changed = anotherHook(created);
    changed.withObject("hook").put("eventType", "reservation.updated");
    changed.withObject("data").set("record", reservation);
    step("reservation " + id + " has a night more", webhook(changed), 200, EVENTS);
  }

  @Override
  void third() {
    step(
        "the other one as it was ten minutes before: comes too late",
        fixture("reservation.updated.older.json"),
        200,
        STALE);

    ObjectNode deleted = fixtures.json("reservation.deleted.json");
    deleted.withObject("/data/record").put("id", Long.parseLong(id));
    step(
        "reservation " + id + " is deleted, its id is a number here",
        webhook(deleted),
        200,
        EVENTS);
  }

  private ObjectNode anotherHook(ObjectNode body) {
    ObjectNode copy = body.deepCopy();
    copy.withObject("hook").put("id", "demo-" + ++lastHook);
    return copy;
  }
}
