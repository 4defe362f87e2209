package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The data by which Bellhop recognises a stay in two systems. Only this class decides whether two
 * records are one stay. In doubt they are two: counting a stay twice closes too many nights, but
 * counting two stays as one hides a double booking.
 *
 * @param code of the channel, letters and digits only; empty if it is too short to identify a stay
 * @param channel empty if the record does not name one
 * @param guest the words of the name
 * @param isTaken whether the stay takes its nights
 * @param ownUnits the workspace's names of its units, where they are mapped
 */
public record StayIdentity(
    UUID account,
    String code,
    String channel,
    LocalDate arrival,
    LocalDate departure,
    Set<String> guest,
    boolean isTaken,
    Set<String> ownUnits) {
  /** The evidence that two records are one stay. */
  public enum By {
    CONFIRMATION_CODE,
    DATES
  }

  /** Codes of channels are longer; a shorter code may be a sequence number. */
  private static final int SHORTEST_CODE = 6;

  /** Words of systems that do not know the origin of a stay. */
  private static final Set<String> NO_CHANNEL = Set.of("OTHER", "MANUAL");

  /** With these channels the code is the system's own, and two systems may use the same code. */
  private static final Set<String> WITHOUT_CODES = Set.of("", "DIRECT", "OWNER");

  /**
   * @return null if the record is not a reservation
   */
  public static StayIdentity of(UUID account, String type, JsonNode record, Set<String> ownUnits) {
    if (!type.equals(Stay.RESERVATION)) {
      return null;
    }
    String channel = record.path("channel").asText("");
    Set<String> guest = new HashSet<>();
    for (String field : Set.of("name", "nameFirst", "nameLast")) {
      guest.addAll(RecordTerms.names(record.path("primaryGuest").path(field).asText("")));
    }
    return new StayIdentity(
        account,
        code(record.at("/codes/confirmationCode").asText("")),
        NO_CHANNEL.contains(channel) ? "" : channel,
        Stay.day(record.path("arrivalDate").asText("")),
        Stay.day(record.path("departureDate").asText("")),
        guest,
        Stay.of(type, record) != null,
        ownUnits);
  }

  /**
   * The search term that records with the same code share; null if the record has no code of a
   * channel.
   */
  public static String codeTerm(JsonNode record) {
    String code = code(record.at("/codes/confirmationCode").asText(""));
    return code.isEmpty() ? null : RecordTerms.code(code);
  }

  /** The code; empty if it repeats one character, which people type into required fields. */
  private static String code(String text) {
    String code = RecordTerms.bareCode(text);
    return code.length() < SHORTEST_CODE || code.chars().distinct().count() == 1 ? "" : code;
  }

  /**
   * The evidence that this is the same stay as a record of another account.
   *
   * @return null if it is not
   */
  public By sameAs(StayIdentity other) {
    boolean isMapped = !ownUnits.isEmpty() && !other.ownUnits.isEmpty();
    boolean isOneUnit = !Collections.disjoint(ownUnits, other.ownUnits);
    if (account.equals(other.account)
        || isMapped && !isOneUnit
        || !channel.isEmpty() && !other.channel.isEmpty() && !channel.equals(other.channel)) {
      return null;
    }
    boolean isSameChannel = channel.equals(other.channel) && !WITHOUT_CODES.contains(channel);
    if (!code.isEmpty() && code.equals(other.code) && (isSameChannel || hasDatesOf(other))) {
      return By.CONFIRMATION_CODE;
    }
    boolean isOtherCode =
        isSameChannel && !code.isEmpty() && !other.code.isEmpty() && !code.equals(other.code);
    boolean isOtherGuest =
        !guest.isEmpty() && !other.guest.isEmpty() && Collections.disjoint(guest, other.guest);
    return isOneUnit
            && hasDatesOf(other)
            && isTaken
            && other.isTaken
            && !isOtherCode
            && !isOtherGuest
        ? By.DATES
        : null;
  }

  private boolean hasDatesOf(StayIdentity other) {
    return arrival != null
        && departure != null
        && arrival.equals(other.arrival)
        && departure.equals(other.departure);
  }
}
