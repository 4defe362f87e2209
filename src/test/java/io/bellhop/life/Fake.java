package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One account at a provider: its REST API, and the webhooks that it sends. */
abstract class Fake {
  /**
   * A call of the API.
   *
   * @param query the last value of each parameter
   */
  record Request(String method, String path, Map<String, String> query, String base) {
    int number(String name, int otherwise) {
      return Integer.parseInt(query.getOrDefault(name, String.valueOf(otherwise)));
    }

    String last() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** A webhook; its id stands in a header or nowhere, as the provider does it. */
  record Hook(ObjectNode body, String id) {}

  private final LifeLedger bookings;
  private int deliveries;

  Fake(LifeLedger bookings) {
    this.bookings = bookings;
  }

  static Fake of(String provider, LifeLedger bookings) {
    return switch (provider) {
      case "ownerrez" -> new FakeOwnerRez(bookings);
      case "guesty" -> new FakeGuesty(bookings);
      case "channex" -> new FakeChannex(bookings);
      case "booking-experts" -> new FakeBookingExperts(bookings);
      case "calry" -> new FakeCalry(bookings);
      default -> throw new IllegalArgumentException(provider);
    };
  }

  static Set<Act> powers(String provider) {
    return of(provider, new LifeLedger(1)).powers();
  }

  /** What can happen there besides what happens everywhere. */
  abstract Set<Act> powers();

  boolean may(Stay stay, Act act) {
    return stay.may(act);
  }

  /** The field of {@code api} that names the account to the API. */
  abstract String credential();

  abstract String id(Stay stay);

  /** What the API answers; null for 404. */
  abstract JsonNode answer(Request request);

  /**
   * The webhooks of a change, in order.
   *
   * @param twin another time: the same news under another id
   */
  abstract List<Hook> hooks(LifeLedger.Change change, int form, boolean twin);

  /** The fields of our record that are compared, by their names there. */
  ObjectNode truth(Stay stay) {
    ObjectNode truth = FixtureJson.object().put("id", id(stay));
    truth.put("arrivalDate", stay.arrival().toString());
    truth.put("departureDate", stay.departure().toString());
    truth.put("nights", stay.nights());
    truth.put("status", stay.cancelled() ? "CANCELLED" : "CONFIRMED");
    truth.put("numberOfGuests", stay.guests());
    truth.put("totalPrice", stay.price());
    truth.put("notes", stay.notes());
    truth.put("guest", stay.nameFirst() + " " + stay.nameLast());
    return truth;
  }

  List<Stay> standing() {
    return bookings.standing();
  }

  Optional<Stay> find(String id) {
    return standing().stream().filter(stay -> id(stay).equals(id)).findFirst();
  }

  List<Stay> newestFirst() {
    return standing().stream().sorted(Comparator.comparing(Stay::updated).reversed()).toList();
  }

  String nextDelivery() {
    return "d" + ++deliveries;
  }

  static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** With milliseconds, also where they are 000. */
  static String millis(Instant at) {
    return at.plusNanos(1).toString().substring(0, 23) + "Z";
  }

  static ArrayNode list(List<? extends JsonNode> items) {
    ArrayNode list = FixtureJson.object().putArray("items");
    items.forEach(list::add);
    return list;
  }

  static <T> List<T> page(List<T> all, int skip, int limit) {
    int from = Math.min(Math.max(skip, 0), all.size());
    return all.subList(from, Math.min(from + limit, all.size()));
  }
}
