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
import io.bellhop.fixture.Answer;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.Outgoing;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;

/** Thin events that need the API, events with the record inside, holds, repeats and twins. */
final class OwnerRezScenario extends Scenario {
  private static final String UPDATED = "updated_utc";
  private static final Duration HOUR = Duration.ofHours(1);

  private final ObjectNode thin = fixtures.json("booking-entity_update-thin.json");
  private final String thinId = thin.path("entity_id").asText();
  private final ObjectNode property = fixtures.json("property-entity_update-descriptions.json");
  private final String propertyId = property.path("entity_id").asText();
  private final ObjectNode create = fixtures.json("booking-entity_create-inline.json");
  private final ObjectNode booking = create.withObject("entity").deepCopy();
  private final String id = booking.path("id").asText();
  private final ObjectNode hold = fixtures.json("booking-entity_create-inline-hold.json");
  private final String heldId = hold.path("entity_id").asText();
  private final ObjectNode booked = fixtures.json("booking-entity_update-inline-hold-booked.json");
  private long lastId = 700000;

  OwnerRezScenario(RouteFolders folders, PrintStream out) {
    super("ownerrez", folders, out);
  }

  @Override
  void first() {
    step("the provider's test webhook", fixture("webhook_test.json"), 200, EVENTS);

    step("booking " + id + " made, the record is inside", webhook(create), 200, EVENTS);
    step("the same webhook again", webhook(create), 200, DUPLICATE);
    step("its twin: same content, another id", webhook(anotherId(create)), 200, UNCHANGED);
    step("wrong password", forged(Json.bytes(create), "password"), 401, REJECTED);

    // The booking and its guest are fetched, once each; the 429 enriches nothing.
    api.next(1, "/v2/bookings/" + thinId, Answer.tooManyRequests(1));
    step(
        "booking " + thinId + " changed, only its id comes; the API says 429 first",
        webhook(thin),
        200,
        ENRICHED,
        ENRICHED,
        EVENTS);

    // A burst: one call of the API and one event, which the other two are merged into.
    step("property " + propertyId + ": descriptions", property("descriptions"), 200, MERGED);
    step("property " + propertyId + ": photos", property("photos"), 200, MERGED);
    step("property " + propertyId + ": rooms", property("rooms"), 200, ENRICHED, EVENTS);

    step("hold " + heldId + " made", webhook(hold), 200, EVENTS);
    step("an event that nobody handles", thin("entity_archive", "1"), 200, IGNORED);
  }

  @Override
  void second() {
    // The fixtures know nothing of each other; here the hold and the booking are one entity.
    booked.set("entity_id", hold.path("entity_id"));
    booked.withObject("entity").set("id", hold.path("entity_id"));
    // One delivery, two events: the block goes and the reservation comes.
    step("hold " + heldId + " becomes a booking", webhook(booked), 200, EVENTS, EVENTS);

    LocalDate departure = LocalDate.parse(booking.path("departure").asText());
    booking.put("departure", departure.plusDays(1).toString());
    later(booking, UPDATED, HOUR.multipliedBy(2));
    step("booking " + id + " has a night more", update(booking, "dates"), 200, EVENTS);
  }

  @Override
  void third() {
    ObjectNode older = booking.deepCopy().put("adults", 1);
    later(older, UPDATED, HOUR.negated());
    step(
        "booking " + id + " as it was an hour before: comes too late",
        update(older, "dates"),
        200,
        STALE);

    ObjectNode canceled = booked.withObject("entity").deepCopy();
    later(canceled, UPDATED, HOUR);
    canceled.put("status", "canceled").set("canceled_utc", canceled.path(UPDATED));
    step("booking " + heldId + " is cancelled", update(canceled, "canceled"), 200, EVENTS);

    step("booking " + thinId + " is deleted", thin("entity_delete", thinId), 200, EVENTS);
  }

  /** A curl that sends one more webhook to this account. */
  String curl() {
    // A time as id, so that the same line pasted twice is not a repeat.
    return "curl -u "
        + credential("username")
        + ":"
        + credential("password")
        + " -H 'Content-Type: application/json' -d '{\"id\":'$(date +%s)',\"user_id\":1,"
        + "\"action\":\"webhook_test\",\"entity_type\":\"api_application\",\"entity_id\":1}' "
        + listener();
  }

  private Outgoing property(String category) {
    return webhook(anotherId(property).put("category", category));
  }

  private Outgoing thin(String action, String entityId) {
    ObjectNode body = anotherId(thin).put("action", action);
    body.put("entity_id", Long.parseLong(entityId));
    body.remove("category");
    return webhook(body);
  }

  private Outgoing update(ObjectNode entity, String category) {
    ObjectNode body = anotherId(create).put("action", "entity_update");
    body.set("entity_id", entity.path("id"));
    body.putArray("categories").add(category);
    body.set("entity", entity);
    return webhook(body);
  }

  private ObjectNode anotherId(ObjectNode body) {
    ObjectNode copy = body.deepCopy();
    return body.path("id").isTextual() ? copy.put("id", uuid()) : copy.put("id", ++lastId);
  }

  private String uuid() {
    return String.format("00000000-0000-4000-8000-%012d", ++lastId);
  }
}
