package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** JSON:API; webhooks carry the reservation, bare or as a document, with what changed. */
final class FakeBookingExperts extends Fake {
  private static final int LARGEST_PAGE = 100;
  private static final String ADMINISTRATION = "7";

  FakeBookingExperts(LifeLedger bookings) {
    super(bookings);
  }

  @Override
  Set<Act> powers() {
    return EnumSet.of(Act.DELETE, Act.TOUCH, Act.REST, Act.SYNC);
  }

  @Override
  String credential() {
    return "api_key";
  }

  @Override
  String id(Stay stay) {
    return String.valueOf(9_000 + stay.number());
  }

  private static String guestId(Stay stay) {
    return String.valueOf(50_000 + stay.number());
  }

  private static String bookingId(Stay stay) {
    return String.valueOf(90_000 + stay.number());
  }

  @Override
  JsonNode answer(Request request) {
    String path = request.path().replace("/administrations/" + ADMINISTRATION, "");
    if (path.equals("/v3/reservations")) {
      return reservations(request);
    }
    return path.startsWith("/v3/reservations/")
        ? find(request.last()).map(stay -> document(request, List.of(stay), false)).orElse(null)
        : null;
  }

  private JsonNode reservations(Request request) {
    List<Stay> all = "-updated_at".equals(request.query().get("sort")) ? newestFirst() : standing();
    int size = Math.min(request.number("page[size]", 30), LARGEST_PAGE);
    int page = request.number("page[number]", 1);
    ObjectNode answer = document(request, page(all, (page - 1) * size, size), true);
    boolean more = page * size < all.size();
    String next =
        request.base()
            + request.path()
            + "?page%5Bnumber%5D="
            + (page + 1)
            + "&page%5Bsize%5D="
            + size;
    answer.putObject("links").put("next", more ? next : null);
    answer
        .putObject("meta")
        .putObject("pagination")
        .put("total_records", all.size())
        .put("page", page)
        .put("size", size);
    return answer;
  }

  private ObjectNode document(Request request, List<Stay> stays, boolean many) {
    ObjectNode document = FixtureJson.object();
    List<ObjectNode> data = stays.stream().map(this::resource).toList();
    document.set("data", many ? list(data) : data.get(0));
    String include = request.query().getOrDefault("include", "");
    ArrayNode included = document.putArray("included");
    for (Stay stay : stays) {
      if (include.contains("guests")) {
        included.add(guest(stay));
      }
      if (include.contains("booking")) {
        included.add(booking(stay));
      }
    }
    return document;
  }

  @Override
  List<Hook> hooks(LifeLedger.Change change, int form, boolean twin) {
    Stay stay = change.after();
    String verb =
        stay.deleted()
            ? "deleted"
            : change.before() == null
                ? "created"
                : change.act() == Act.CANCEL && form % 2 == 1 ? "cancelled" : "updated";
    // Its repeats are the same to the byte; what differs is how older pages write the name.
    ObjectNode body =
        FixtureJson.object()
            .put("event", "reservation" + (twin || form % 3 == 2 ? "|" : ":") + verb);
    body.put("context", "administration").put("context_id", ADMINISTRATION);
    body.put("subscription_id", "42");
    ObjectNode record = resource(stay);
    if (stay.deleted()) {
      record = FixtureJson.object().put("id", id(stay)).put("type", "reservation");
    }
    body.set("record", form % 4 == 1 ? FixtureJson.object().set("data", record) : record);
    if (verb.equals("updated")) {
      body.putObject("event_metadata").set("changes", changes(change));
    }
    return List.of(new Hook(body, nextDelivery()));
  }

  private ObjectNode changes(LifeLedger.Change change) {
    ObjectNode changes = FixtureJson.object();
    JsonNode before = resource(change.before()).path("attributes");
    resource(change.after())
        .path("attributes")
        .properties()
        .forEach(
            now -> {
              JsonNode was = before.path(now.getKey());
              if (!was.equals(now.getValue())) {
                changes.putArray(now.getKey()).add(was).add(now.getValue());
              }
            });
    return changes;
  }

  private ObjectNode resource(Stay stay) {
    ObjectNode it = FixtureJson.object().put("id", id(stay)).put("type", "reservation");
    ObjectNode attributes = it.putObject("attributes");
    attributes.put("booking_nr", "10" + stay.number());
    attributes.put("start_date", stay.arrival().toString());
    attributes.put("end_date", stay.departure().toString());
    attributes.put("state", stay.cancelled() ? "cancelled" : "confirmed");
    attributes
        .putObject("guest_group")
        .put("seniors", 0)
        .put("adults", stay.guests())
        .put("adolescents", 0)
        .put("children", 0)
        .put("babies", 0)
        .put("pets", 0);
    attributes.put("created_at", seconds(stay.created()));
    attributes.put("updated_at", seconds(stay.updated()));
    ObjectNode related = it.putObject("relationships");
    link(related, "administration", ADMINISTRATION, "administration");
    link(related, "rentable_type", "123", "rentable_type");
    link(related, "booking", bookingId(stay), "booking");
    related
        .putObject("guests")
        .putArray("data")
        .addObject()
        .put("id", guestId(stay))
        .put("type", "guest");
    return it;
  }

  private static ObjectNode guest(Stay stay) {
    ObjectNode it = FixtureJson.object().put("id", guestId(stay)).put("type", "guest");
    it.putObject("attributes")
        .put("first_name", stay.nameFirst())
        .put("last_name", stay.nameLast())
        .put("email", stay.email())
        .put("phone", stay.phone());
    return it;
  }

  private static ObjectNode booking(Stay stay) {
    ObjectNode it = FixtureJson.object().put("id", bookingId(stay)).put("type", "booking");
    it.putObject("attributes").put("booking_nr", "10" + stay.number());
    link(it.putObject("relationships"), "channel", "3", "channel");
    return it;
  }

  private static void link(ObjectNode related, String name, String id, String type) {
    related.putObject(name).putObject("data").put("id", id).put("type", type);
  }

  /** Its reservations are not known to have prices and notes. */
  @Override
  ObjectNode truth(Stay stay) {
    ObjectNode truth = super.truth(stay);
    truth.remove(List.of("totalPrice", "notes"));
    return truth;
  }
}
