package io.bellhop.demo;

import static io.bellhop.demo.Column.DUPLICATE;
import static io.bellhop.demo.Column.ENRICHED;
import static io.bellhop.demo.Column.EVENTS;
import static io.bellhop.demo.Column.IGNORED;
import static io.bellhop.demo.Column.REJECTED;
import static io.bellhop.demo.Column.STALE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.Outgoing;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.util.Map;

/**
 * Records bare or in a document, events named with either separator, bodies without an id, and what
 * the provider itself says of a change.
 */
final class BookingExpertsScenario extends Scenario {
  private final ObjectNode created = fixtures.json("reservation-created.json");

  BookingExpertsScenario(RouteFolders folders, PrintStream out) {
    super("booking-experts", folders, out);
  }

  @Override
  void first() {
    // Guests and booking come with the reservation, in one call.
    step("reservation|created: a document", webhook(created), 200, ENRICHED, EVENTS);
    step("the same body again: nothing else tells a repeat", webhook(created), 200, DUPLICATE);

    byte[] body = Json.bytes(created);
    step("signed with another secret", forged(body, "secret"), 401, REJECTED);
    step("not signed", new Outgoing(Map.of(), body), 401, REJECTED);

    ObjectNode foreign = created.deepCopy().put("subscription_id", "43");
    step("right signature, but another subscription's", webhook(foreign), 200, IGNORED);

    step(
        "reservation:created: a bare record, and only its id",
        fixture("reservation-created-thin.json"),
        200,
        ENRICHED,
        EVENTS);
    step("channel:created", fixture("channel-created.json"), 200, EVENTS);
    step("category|prices_updated", fixture("category-prices_updated.json"), 200, EVENTS);
    step("invoice:created, by the generic rule", fixture("invoice-created.json"), 200, EVENTS);
  }

  @Override
  void second() {
    step(
        "reservation:updated: it was never seen, their changes say what it was",
        fixture("reservation-updated.json"),
        200,
        ENRICHED,
        EVENTS);
    step("channel|updated", fixture("channel-updated.json"), 200, EVENTS);
    step("reservation:checked_in", fixture("reservation-checked_in.json"), 200, ENRICHED, EVENTS);
  }

  @Override
  void third() {
    step(
        "channel|updated as it was before: comes too late",
        fixture("channel-updated.older.json"),
        200,
        STALE);

    ObjectNode deleted = fixtures.json("reservation-deleted.json");
    deleted.withObject("/record/data").set("id", created.at("/record/data/id"));
    step("reservation|deleted", webhook(deleted), 200, EVENTS);
  }
}
