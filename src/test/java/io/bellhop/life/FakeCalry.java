package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Webhooks carry the whole record in one of two shapes, or say that it could not be read. */
final class FakeCalry extends Fake {
  FakeCalry(LifeLedger bookings) {
    super(bookings);
  }

  @Override
  Set<Act> powers() {
    return EnumSet.of(Act.REACTIVATE, Act.DELETE, Act.TOUCH, Act.REST, Act.SYNC);
  }

  @Override
  String credential() {
    return "token";
  }

  @Override
  String id(Stay stay) {
    return String.valueOf(40_100_000 + stay.number());
  }

  @Override
  JsonNode answer(Request request) {
    if (request.path().equals("/api/v2/vrs/reservations")) {
      List<ObjectNode> all = standing().stream().map(stay -> record(stay, false)).toList();
      return success(list(all));
    }
    return request.path().startsWith("/api/v2/vrs/reservations/")
        ? find(request.last()).map(s -> success(record(s, false))).orElse(null)
        : null;
  }

  private static JsonNode success(JsonNode data) {
    return FixtureJson.object().put("success", true).set("data", data);
  }

  @Override
  List<Hook> hooks(LifeLedger.Change change, int form, boolean twin) {
    Stay stay = change.after();
    String event =
        "reservation."
            + (stay.deleted() ? "deleted" : change.before() == null ? "created" : "updated");
    ObjectNode body = FixtureJson.object();
    String id = "7c1e0f52-" + id(stay) + "-" + nextDelivery();
    body.putObject("hook")
        .put("id", id)
        .put("eventType", event)
        .put("timestamp", millis(stay.updated().plusMillis(2)))
        .put("source", "PMS_WEBHOOK");
    boolean failed = form % 4 == 3 && !stay.deleted();
    ObjectNode data = body.putObject("data");
    data.put("integrationAccountId", "3fab694d-5403-4f79-ae16-2e36c3a69226");
    data.put("workspaceId", "a0f19bc2-3e69-4ea8-8893-8031ba0b0a0a");
    data.put("result", failed ? "FAILURE" : "SUCCESS");
    if (stay.deleted()) {
      data.putObject("record").put("id", 40_100_000 + stay.number());
    } else if (failed) {
      data.putObject("record").put("id", id(stay));
    } else {
      data.set("record", record(stay, form % 2 == 1));
    }
    return List.of(new Hook(body, id));
  }

  /**
   * @param older as webhooks were before version 2: dates are moments, what is not known is ""
   */
  private ObjectNode record(Stay stay, boolean older) {
    ObjectNode it = FixtureJson.object();
    if (older) {
      it.put("id", 40_100_000 + stay.number());
    } else {
      it.put("id", id(stay));
    }
    String end = older ? "T00:00:00.000Z" : "";
    it.put("createdAt", millis(stay.created())).put("updatedAt", millis(stay.updated()));
    it.put("arrivalDate", stay.arrival() + end).put("departureDate", stay.departure() + end);
    it.put("nights", stay.nights()).put("propertyId", "312277");
    it.put("numberOfGuests", stay.guests()).putNull("numberOfAdults");
    it.put("source", "BOOKING_COM").put("status", stay.cancelled() ? "CANCELLED" : "CONFIRMED");
    it.put("totalPrice", stay.price()).put("currency", "EUR");
    ObjectNode guest = it.putObject("primaryGuest");
    guest.put("name", stay.nameFirst() + " " + stay.nameLast());
    guest.put("nameFirst", stay.nameFirst()).put("nameLast", stay.nameLast());
    guest.putArray("emails").add(stay.email());
    it.putObject("codes").put("confirmationCode", "BC-" + stay.number());
    String none = older ? "" : null;
    it.put("cancelledAt", stay.cancelled() ? millis(stay.cancelledAt()) : none);
    it.put("notes", stay.notes() == null ? none : stay.notes());
    return it;
  }
}
