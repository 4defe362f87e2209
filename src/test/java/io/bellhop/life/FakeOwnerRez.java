package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Bookings and blocks by id and by since_utc; webhooks say what changed, or carry the record. */
final class FakeOwnerRez extends Fake {
  private static final int LARGEST_PAGE = 100;

  FakeOwnerRez(LifeLedger bookings) {
    super(bookings);
  }

  @Override
  Set<Act> powers() {
    return EnumSet.of(
        Act.HOLD, Act.BOOK, Act.REACTIVATE, Act.DELETE, Act.TOUCH, Act.REST, Act.SYNC);
  }

  @Override
  String credential() {
    return "token";
  }

  @Override
  String id(Stay stay) {
    return String.valueOf(270_000 + stay.number());
  }

  @Override
  JsonNode answer(Request request) {
    if (request.path().equals("/v2/bookings")) {
      return bookings(request);
    }
    if (request.path().startsWith("/v2/bookings/")) {
      return find(request.last()).map(stay -> booking(stay, true)).orElse(null);
    }
    if (request.path().startsWith("/v2/guests/")) {
      return standing().stream()
          .filter(stay -> String.valueOf(guestId(stay)).equals(request.last()))
          .findFirst()
          .map(FakeOwnerRez::guest)
          .orElse(null);
    }
    return null;
  }

  private JsonNode bookings(Request request) {
    String since = request.query().get("since_utc");
    if (since == null) {
      return null;
    }
    Instant from = Instant.parse(since.endsWith("Z") ? since : since + "Z");
    List<Stay> all = standing().stream().filter(s -> !s.updated().isBefore(from)).toList();
    int limit = Math.min(request.number("limit", 20), LARGEST_PAGE);
    int offset = request.number("offset", 0);
    boolean charges = "true".equals(request.query().get("include_charges"));
    ObjectNode answer = FixtureJson.object();
    answer.set(
        "items", list(page(all, offset, limit).stream().map(s -> booking(s, charges)).toList()));
    answer.put("limit", limit).put("offset", offset);
    answer.put("next_page_url", offset + limit < all.size() ? next(request, limit, offset) : null);
    return answer;
  }

  private static String next(Request request, int limit, int offset) {
    StringBuilder url = new StringBuilder(request.base() + request.path() + "?");
    request
        .query()
        .forEach(
            (name, value) -> {
              if (!name.equals("limit") && !name.equals("offset")) {
                url.append(name).append('=').append(value.replace(":", "%3A")).append('&');
              }
            });
    return url.append("limit=" + limit + "&offset=" + (offset + limit)).toString();
  }

  @Override
  List<Hook> hooks(LifeLedger.Change change, int form, boolean twin) {
    Stay stay = change.after();
    boolean created = change.before() == null;
    ObjectNode body = FixtureJson.object();
    body.put("id", "0b9c7f1e-0000-4000-8000-" + id(stay) + nextDelivery());
    body.put("user_id", 56789);
    body.put(
        "action",
        stay.deleted()
            ? "entity_delete"
            : !created ? "entity_update" : form % 3 == 2 ? "entity_insert" : "entity_create");
    body.put("entity_type", "booking").put("entity_id", 270_000 + stay.number());
    if (!created && !stay.deleted()) {
      body.putArray("categories").add(category(change.act()));
    }
    if (!stay.deleted() && form % 2 == 1) {
      body.set("entity", booking(stay, true));
    }
    return List.of(new Hook(body, body.path("id").asText()));
  }

  private static String category(Act act) {
    return switch (act) {
      case CANCEL -> "canceled";
      case PRICE -> "charge";
      case NOTES -> "notes";
      default -> "dates";
    };
  }

  private static int guestId(Stay stay) {
    return 640_000 + stay.number();
  }

  private static ObjectNode booking(Stay stay, boolean charges) {
    ObjectNode it = FixtureJson.object();
    it.put("id", 270_000 + stay.number()).put("property_id", 470_001 + stay.number() % 2);
    it.put("is_block", stay.hold()).put("type", stay.hold() ? "block" : "booking");
    it.put("status", stay.cancelled() ? "canceled" : stay.hold() ? "pending" : "active");
    it.put("arrival", stay.arrival().toString()).put("departure", stay.departure().toString());
    it.put("check_in", "16:00").put("check_out", "11:00");
    it.put("created_utc", seconds(stay.created())).put("updated_utc", seconds(stay.updated()));
    if (stay.cancelled()) {
      it.put("canceled_utc", seconds(stay.cancelledAt()));
    }
    if (stay.notes() != null) {
      it.put("notes", stay.notes());
    }
    if (stay.hold()) {
      return it.put("title", "Hold").put("adults", 0).put("children", 0);
    }
    it.put("guest_id", guestId(stay));
    it.putObject("guest")
        .put("id", guestId(stay))
        .put("first_name", stay.nameFirst())
        .put("last_name", stay.nameLast());
    it.put("adults", stay.guests()).put("children", 0).put("infants", 0).put("pets", 0);
    it.put("listing_site", "Airbnb").put("platform_reservation_number", "HM" + stay.number());
    it.put("currency_code", "EUR").put("total_amount", stay.price());
    it.put("total_owed", stay.price());
    if (charges) {
      it.putArray("charges")
          .addObject()
          .put("type", "rent")
          .put("description", "Rent")
          .put("amount", stay.price());
    }
    return it;
  }

  private static JsonNode guest(Stay stay) {
    ObjectNode it = FixtureJson.object();
    it.put("id", guestId(stay));
    it.put("first_name", stay.nameFirst()).put("last_name", stay.nameLast());
    it.putArray("email_addresses").addObject().put("address", stay.email());
    it.putArray("phones").addObject().put("number", stay.phone());
    return it;
  }

  @Override
  ObjectNode truth(Stay stay) {
    if (!stay.hold()) {
      return super.truth(stay);
    }
    ObjectNode truth = FixtureJson.object().put("id", id(stay));
    truth.put("arrivalDate", stay.arrival().toString());
    truth.put("departureDate", stay.departure().toString());
    truth.put("nights", stay.nights()).put("status", "PENDING").put("notes", stay.notes());
    return truth;
  }
}
