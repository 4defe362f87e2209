package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every change is a revision of its own, and stays in the feed until it is acknowledged. */
final class FakeChannex extends Fake {
  private static final int LARGEST_PAGE = 100;

  private final List<Revision> revisions = new ArrayList<>();
  private final Set<String> acknowledged = new HashSet<>();

  private record Revision(String id, String status, Stay stay) {}

  FakeChannex(LifeLedger bookings) {
    super(bookings);
  }

  @Override
  Set<Act> powers() {
    return EnumSet.of(Act.TOUCH, Act.REST, Act.SYNC);
  }

  /** A revision that cancels is the last. */
  @Override
  boolean may(Stay stay, Act act) {
    return stay.may(act) && !stay.cancelled();
  }

  @Override
  String credential() {
    return "token";
  }

  @Override
  String id(Stay stay) {
    return "b00c1d2e-3f40-4a51-8b62-%012d".formatted(stay.number());
  }

  private static String property(Stay stay) {
    return "5a1f0c3e-7b42-4d19-9c60-1e8f2a7b000" + stay.number() % 2;
  }

  @Override
  synchronized JsonNode answer(Request request) {
    if (request.path().equals("/api/v1/booking_revisions")) {
      return revisions(request, List.copyOf(revisions));
    }
    if (request.path().equals("/api/v1/booking_revisions/feed")) {
      return revisions(
          request, revisions.stream().filter(r -> !acknowledged.contains(r.id())).toList());
    }
    if (request.method().equals("POST") && request.path().endsWith("/ack")) {
      acknowledged.add(request.path().split("/")[4]);
      return FixtureJson.parse("{\"meta\":{\"message\":\"Success\"}}".getBytes());
    }
    if (request.path().startsWith("/api/v1/booking_revisions/")) {
      return revisions.stream()
          .filter(r -> r.id().equals(request.last()))
          .findFirst()
          .map(this::document)
          .orElse(null);
    }
    return null;
  }

  private JsonNode document(Revision revision) {
    return FixtureJson.object().set("data", json(revision));
  }

  private JsonNode revisions(Request request, List<Revision> of) {
    String property = request.query().get("filter[property_id]");
    List<Revision> all =
        new ArrayList<>(
            of.stream()
                .filter(r -> property == null || property(r.stay()).equals(property))
                .toList());
    if ("desc".equals(request.query().get("order[inserted_at]"))) {
      Collections.reverse(all);
    }
    int limit = Math.min(request.number("pagination[limit]", 10), LARGEST_PAGE);
    int page = request.number("pagination[page]", 1);
    ObjectNode answer = FixtureJson.object();
    answer.set(
        "data", list(page(all, (page - 1) * limit, limit).stream().map(this::json).toList()));
    answer.putObject("meta").put("page", page).put("limit", limit).put("total", all.size());
    return answer;
  }

  @Override
  synchronized List<Hook> hooks(LifeLedger.Change change, int form, boolean twin) {
    Stay stay = change.after();
    if (!twin) {
      String status = stay.cancelled() ? "cancelled" : change.before() == null ? "new" : "modified";
      String id = "c3e91a70-52d4-4f8b-%04d-%012d".formatted(revisions.size(), stay.number());
      revisions.add(new Revision(id, status, stay));
    }
    Revision revision = revisions.get(revisions.size() - 1);
    String name =
        switch (revision.status()) {
          case "new" -> "booking_new";
          case "modified" -> "booking_modification";
          default -> "booking_cancellation";
        };
    // With a mask of * both come: the general name and the one of the kind.
    ObjectNode body = FixtureJson.object().put("event", twin || form % 3 == 1 ? "booking" : name);
    body.put("property_id", property(stay));
    if (form % 4 != 3) {
      body.putObject("payload")
          .put("booking_id", id(stay))
          .put("property_id", property(stay))
          .put("revision_id", revision.id());
    }
    body.put("timestamp", stay.updated().plusNanos(100_000_001).toString().substring(0, 26) + "Z");
    return List.of(new Hook(body, nextDelivery()));
  }

  private ObjectNode json(Revision revision) {
    Stay stay = revision.stay();
    ObjectNode it = FixtureJson.object().put("id", revision.id()).put("booking_id", id(stay));
    it.put("property_id", property(stay)).put("status", revision.status());
    it.put("unique_id", "EXP-" + stay.number()).put("ota_reservation_code", "R" + stay.number());
    // Not of Booking.com, whose amount is the price no more once the booking is cancelled.
    it.put("ota_name", "Expedia").put("system_id", revision.id());
    it.put("arrival_date", stay.arrival().toString());
    it.put("departure_date", stay.departure().toString());
    it.put("amount", stay.price().toString()).put("currency", "EUR").put("notes", stay.notes());
    it.putObject("customer")
        .put("name", stay.nameFirst())
        .put("surname", stay.nameLast())
        .put("mail", stay.email());
    it.putObject("occupancy").put("adults", stay.guests()).put("children", 0).put("infants", 0);
    it.putArray("rooms");
    it.putArray("services");
    // Microseconds and no zone.
    it.put("inserted_at", stay.updated().plusNanos(1).toString().substring(0, 26));
    ObjectNode resource =
        FixtureJson.object().put("type", "booking_revision").put("id", revision.id());
    return resource.set("attributes", it);
  }
}
