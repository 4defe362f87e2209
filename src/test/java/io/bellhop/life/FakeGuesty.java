package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reservations in both generations; a change may have two webhooks that differ. */
final class FakeGuesty extends Fake {
  private static final int LARGEST_PAGE = 100;

  /** The first webhook of a pair was written so long before the second. */
  private static final int PAIR_MILLIS = 5;

  FakeGuesty(LifeLedger bookings) {
    super(bookings);
  }

  @Override
  Set<Act> powers() {
    return EnumSet.of(Act.REACTIVATE, Act.TOUCH, Act.REST, Act.SYNC);
  }

  @Override
  String credential() {
    return "client_id";
  }

  @Override
  String id(Stay stay) {
    return "68f1a4c2d3e5b7001" + (2_000_000 + stay.number());
  }

  private static String guestId(Stay stay) {
    return "68f2b5d3e4f6c8001" + (3_000_000 + stay.number());
  }

  private static String listing(Stay stay) {
    return "68f3c6e4f5a7d900140000" + (10 + stay.number() % 2);
  }

  @Override
  JsonNode answer(Request request) {
    return switch (request.path()) {
      case "/v1/reservations" -> search(request);
      case "/v1/reservations-v3" ->
          list(find(request.query().get("reservationIds[]")).map(this::current).stream().toList());
      case "/v1/guest-folio/overview" -> folio(request.query().get("reservationIds"));
      default -> one(request);
    };
  }

  private JsonNode one(Request request) {
    if (request.path().startsWith("/v1/reservations/")) {
      return find(request.last()).map(this::whole).orElse(null);
    }
    if (request.path().startsWith("/v1/guests-crud/")) {
      return standing().stream()
          .filter(stay -> guestId(stay).equals(request.last()))
          .findFirst()
          .map(FakeGuesty::guest)
          .orElse(null);
    }
    return null;
  }

  private JsonNode search(Request request) {
    Instant from = Instant.EPOCH;
    boolean inclusive = true;
    String filters = request.query().getOrDefault("filters", "[]");
    for (JsonNode filter : FixtureJson.parse(filters.getBytes())) {
      if (filter.path("field").asText().equals("lastUpdatedAt")) {
        from = Instant.parse(filter.path("value").asText(filter.path("from").asText()));
        inclusive = !filter.path("operator").asText().equals("$gt");
      }
    }
    Instant after = inclusive ? from.minusNanos(1) : from;
    Comparator<Stay> order =
        switch (request.query().getOrDefault("sort", "_id")) {
          case "lastUpdatedAt" -> Comparator.comparing(Stay::updated);
          case "-lastUpdatedAt" -> Comparator.comparing(Stay::updated).reversed();
          default -> Comparator.comparing(Stay::number);
        };
    List<Stay> all =
        standing().stream().filter(s -> s.updated().isAfter(after)).sorted(order).toList();
    int limit = Math.min(request.number("limit", 25), LARGEST_PAGE);
    int skip = request.number("skip", 0);
    ObjectNode answer = FixtureJson.object();
    answer.set("results", list(page(all, skip, limit).stream().map(this::whole).toList()));
    return answer.put("count", all.size()).put("limit", limit).put("skip", skip);
  }

  private JsonNode folio(String id) {
    ObjectNode answer = FixtureJson.object();
    List<ObjectNode> found =
        find(id).stream()
            .map(
                stay ->
                    FixtureJson.object()
                        .put("reservationId", id)
                        .put("currency", "EUR")
                        .put("rawAccommodationFare", stay.price())
                        .put("subTotalPrice", stay.price())
                        .put("totalTaxes", 0)
                        .put("updatedAt", millis(stay.updated())))
            .toList();
    answer.set("results", list(found));
    answer.putArray("notFound");
    return answer;
  }

  @Override
  List<Hook> hooks(LifeLedger.Change change, int form, boolean twin) {
    Stay now = change.after();
    if (change.before() == null) {
      return List.of(
          form % 4 == 3 ? lean("reservation.created.v2", now) : hook("reservation.new", now, null));
    }
    List<Hook> hooks = new ArrayList<>();
    switch (form % 4) {
      case 0 -> hooks.add(hook("reservation.updated", now, change.before()));
      case 1 -> {
        hooks.add(unsettled(change));
        hooks.add(hook("reservation.updated", now, change.before()));
      }
      case 2 -> {
        hooks.add(hook("reservation.updated", now, change.before()));
        hooks.add(hook("reservation_update_shortlist", now, null));
      }
      default -> hooks.add(lean("reservation.updated.v2", now));
    }
    return hooks;
  }

  /** The first of a pair: the stay is as it is now, the money still as it was. */
  private Hook unsettled(LifeLedger.Change change) {
    ObjectNode body = FixtureJson.object();
    ObjectNode half = body.putObject("reservation");
    half.setAll(legacy(change.after()));
    half.put("lastUpdatedAt", millis(change.after().updated().minusMillis(PAIR_MILLIS)));
    half.set("money", money(change.before()));
    body.set("reservationBefore", legacy(change.before()));
    return new Hook(body.put("event", "reservation.updated"), nextDelivery());
  }

  private Hook hook(String event, Stay now, Stay before) {
    ObjectNode body = FixtureJson.object();
    body.set("reservation", legacy(now));
    if (before != null) {
      body.set("reservationBefore", legacy(before));
    }
    return new Hook(body.put("event", event), nextDelivery());
  }

  private Hook lean(String event, Stay now) {
    ObjectNode body = FixtureJson.object().put("event", event);
    body.put("publishedAt", millis(now.updated()));
    body.putObject("data")
        .put("reservationId", id(now))
        .put("unitId", listing(now))
        .put("status", now.cancelled() ? "canceled" : "confirmed")
        .put("checkInDateLocalized", now.arrival().toString())
        .put("checkOutDateLocalized", now.departure().toString())
        .put("guestsCount", now.guests())
        .put("confirmationCode", "GY-" + now.number());
    return new Hook(body, nextDelivery());
  }

  private ObjectNode common(Stay stay) {
    ObjectNode it =
        FixtureJson.object().put("_id", id(stay)).put("accountId", "563e0b6a08a2710e00057b82");
    it.put("status", stay.cancelled() ? "canceled" : "confirmed").put("source", "Airbnb");
    it.put("confirmationCode", "GY-" + stay.number());
    it.put("createdAt", millis(stay.created()));
    if (stay.cancelled()) {
      it.put("canceledAt", millis(stay.cancelledAt()));
    }
    return it;
  }

  private ObjectNode legacy(Stay stay) {
    ObjectNode it = common(stay);
    it.put("lastUpdatedAt", millis(stay.updated()));
    it.put("listingId", listing(stay)).put("guestId", guestId(stay));
    it.put("checkInDateLocalized", stay.arrival().toString());
    it.put("checkOutDateLocalized", stay.departure().toString());
    it.put("checkIn", stay.arrival() + "T14:00:00.000Z");
    it.put("checkOut", stay.departure() + "T09:00:00.000Z");
    it.put("guestsCount", stay.guests()).put("nightsCount", stay.nights());
    it.putObject("integration").put("platform", "airbnb2");
    it.putArray("customFields");
    it.set("money", money(stay));
    return it.put("note", stay.notes());
  }

  /** As the API gives it: with its guest. */
  private ObjectNode whole(Stay stay) {
    ObjectNode it = legacy(stay);
    it.putObject("guest")
        .put("_id", guestId(stay))
        .put("firstName", stay.nameFirst())
        .put("lastName", stay.nameLast())
        .put("fullName", stay.nameFirst() + " " + stay.nameLast())
        .put("email", stay.email())
        .put("phone", stay.phone());
    return it;
  }

  private ObjectNode current(Stay stay) {
    ObjectNode it = common(stay);
    it.put("bookerId", guestId(stay)).put("platform", "airbnb2");
    it.put("alteredAt", millis(stay.updated()));
    it.putArray("stay")
        .addObject()
        .put("checkInDateLocalized", stay.arrival().toString())
        .put("checkOutDateLocalized", stay.departure().toString())
        .put("guestsCount", stay.guests())
        .put("unitId", listing(stay))
        .put("unitTypeId", listing(stay))
        .put("eta", stay.arrival() + "T14:00:00.000Z")
        .put("etd", stay.departure() + "T09:00:00.000Z");
    ObjectNode notes = it.putObject("notes");
    if (stay.notes() != null) {
      notes.put("other", stay.notes());
    }
    return it;
  }

  private static ObjectNode money(Stay stay) {
    return FixtureJson.object()
        .put("currency", "EUR")
        .put("fareAccommodation", stay.price())
        .put("subTotalPrice", stay.price())
        .put("totalTaxes", 0);
  }

  private static ObjectNode guest(Stay stay) {
    ObjectNode it = FixtureJson.object().put("_id", guestId(stay));
    it.put("firstName", stay.nameFirst()).put("lastName", stay.nameLast());
    it.put("fullName", stay.nameFirst() + " " + stay.nameLast());
    it.put("email", stay.email()).put("phone", stay.phone());
    it.putArray("emails").add(stay.email());
    it.putArray("phones").add(stay.phone());
    it.put("preferredLanguage", "en");
    it.putObject("address").put("city", "Springfield").put("countryCode", "us");
    return it;
  }
}
