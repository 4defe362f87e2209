package io.bellhop.tool.scaffold;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Guesses which field of a sample is which field of a reservation, by name and content. The result
 * marks each guess as one.
 */
final class FieldGuess {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*");
  private static final Pattern AMOUNT = Pattern.compile("-?\\d+(\\.\\d+)?");

  /** Seconds since 1970 have had ten digits since 2001. */
  private static final long FIRST_TIME = 1_000_000_000L;

  /** A shorter name, such as {@code to} or {@code id}, means something else in another object. */
  private static final int LONG_ENOUGH = 7;

  private static final String CHANNELS = "channel channelname source platform channel.name";

  /**
   * A field of the record.
   *
   * @param mapping the JSLT that reads it, with # for the field
   * @param names the providers' names for it, only lower-case letters and digits; best first
   */
  record Target(String field, String mapping, Predicate<JsonNode> fits, List<String> names) {}

  static final List<Target> RESERVATION =
      List.of(
          target("id", "text(#)", FieldGuess::isPlain, "id uuid reservationid bookingid stayid"),
          target(
              "updatedAt",
              "utc(#)",
              FieldGuess::isTime,
              "updatedat updated updatedon modifiedat modified modifiedon changedat changed"
                  + " lastupdated lastmodified lastupdatedat lastmodifiedat updatedutc updatedate"),
          target(
              "createdAt",
              "utc(#)",
              FieldGuess::isTime,
              "createdat created createdon bookedat createdutc bookingdate creationdate datecreated"),
          target(
              "arrivalDate",
              "date(#)",
              FieldGuess::isDay,
              "arrivaldate arrival checkindate checkin startdate start datefrom datearrival fromdate"
                  + " from"),
          target(
              "departureDate",
              "date(#)",
              FieldGuess::isDay,
              "departuredate departure checkoutdate checkout enddate end dateto datedeparture todate"
                  + " to until"),
          target("status", "status(#, {})", JsonNode::isTextual, "status state bookingstatus"),
          target(
              "propertyId",
              "text(#)",
              FieldGuess::isPlain,
              "propertyid listingid apartmentid rentalid accommodationid houseid"
                  + " property.id listing.id apartment.id rental.id accommodation.id"),
          target(
              "numberOfGuests",
              "count(#)",
              JsonNode::isIntegralNumber,
              "numberofguests guestcount guestscount guests pax persons occupants"),
          target(
              "totalPrice",
              "money(#)",
              FieldGuess::isAmount,
              "totalprice total totalamount grandtotal price amount price.total total.amount"
                  + " bookingtotalamount"),
          target(
              "currency",
              "text(#)",
              JsonNode::isTextual,
              "currency currencycode price.currency total.currency"),
          target("source", "text(#)", JsonNode::isTextual, CHANNELS),
          target("channel", "channel(#)", JsonNode::isTextual, CHANNELS));

  static final List<Target> GUEST =
      List.of(
          target("name", "text(#)", JsonNode::isTextual, "guest.name guest.fullname guestname"),
          target("nameFirst", "text(#)", JsonNode::isTextual, "guest.firstname firstname"),
          target("nameLast", "text(#)", JsonNode::isTextual, "guest.lastname lastname"),
          target(
              "emails",
              "texts(#)",
              JsonNode::isTextual,
              "guest.email guest.emailaddress guestemail email"),
          target(
              "mobileNumbers",
              "texts(#)",
              JsonNode::isTextual,
              "guest.phone guest.mobile guest.phonenumber guestphone phone mobile phonenumber"));

  private FieldGuess() {}

  /** How to find a field of a reservation. */
  static Target target(String field) {
    return RESERVATION.stream().filter(t -> t.field().equals(field)).findFirst().orElseThrow();
  }

  private static Target target(
      String field, String mapping, Predicate<JsonNode> fits, String names) {
    return new Target(field, mapping, fits, List.of(names.split(" ")));
  }

  /** The path of the most similar field. */
  static Optional<String> of(Target target, Sample record) {
    for (String name : target.names()) {
      for (Sample.Leaf leaf : record.leaves()) {
        if (matches(leaf, name) && target.fits().test(leaf.value())) {
          return Optional.of(leaf.path());
        }
      }
    }
    // A time in another object is as often as not that of the guest or the property.
    return target.mapping().startsWith("utc") ? Optional.empty() : nested(target, record);
  }

  /** Dates and times may have their own object: {@code stay.checkin}. */
  private static Optional<String> nested(Target target, Sample record) {
    return target.names().stream()
        .filter(name -> name.length() >= LONG_ENOUGH && name.indexOf('.') < 0)
        .flatMap(name -> record.leaves().stream().filter(leaf -> endsWith(leaf, name)))
        .filter(leaf -> target.fits().test(leaf.value()))
        .map(Sample.Leaf::path)
        .findFirst();
  }

  private static boolean endsWith(Sample.Leaf leaf, String name) {
    return bare(leaf.path().substring(leaf.path().lastIndexOf('.') + 1)).equals(name);
  }

  /** The place of the record in a webhook: the object with most fields of a reservation. */
  static String record(Sample webhook) {
    String best = "$";
    long most = 0;
    for (String path : webhook.objects()) {
      Sample part = webhook.part(path);
      long found =
          RESERVATION.stream()
              .filter(target -> of(target, part).filter(p -> isOwn(p)).isPresent())
              .count();
      // An envelope has an id too: of two equal matches, the inner one counts.
      if (found > 0 && found >= most) {
        most = found;
        best = path;
      }
    }
    return best;
  }

  /** Whether a sample names a guest. */
  static boolean hasGuest(Sample sample) {
    return GUEST.stream().anyMatch(target -> of(target, sample).isPresent());
  }

  private static boolean isOwn(String path) {
    return path.indexOf('.') == path.lastIndexOf('.');
  }

  /** A name with a dot is one of a field in an object; one without is of the record itself. */
  private static boolean matches(Sample.Leaf leaf, String name) {
    String path = leaf.path().substring(2);
    List<String> own = new ArrayList<>();
    for (String part : path.split("\\.")) {
      own.add(bare(part));
    }
    return String.join(".", own).equals(name);
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static boolean isPlain(JsonNode value) {
    return value.isTextual() || value.isIntegralNumber();
  }

  static boolean isTime(JsonNode value) {
    return value.isTextual() && TIME.matcher(value.textValue()).matches()
        || value.isIntegralNumber() && value.longValue() > FIRST_TIME;
  }

  private static boolean isDay(JsonNode value) {
    return value.isTextual() && DAY.matcher(value.textValue()).matches();
  }

  private static boolean isAmount(JsonNode value) {
    return value.isNumber() || value.isTextual() && AMOUNT.matcher(value.textValue()).matches();
  }
}
