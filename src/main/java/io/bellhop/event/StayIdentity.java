package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a reservation is recognised by where two systems know the same stay. Whether two records are
 * one stay is decided here alone. In doubt they are two: a stay that is counted twice closes too
 * many nights, and two that are counted as one hide a double booking.
 *
 * @param code that the channel gave, in letters and digits alone; empty if it is too short to mean
 *     one stay
 * @param channel empty if the record does not say which
 * @param guest the words of the name
 * @param isTaken whether it takes its nights
 * @param ownUnits what the workspace calls its units, as far as they are mapped
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
  /** By what two records are recognised as one stay. */
  public enum By {
    CONFIRMATION_CODE,
    DATES
  }

  /** Codes of channels have more; what has less may be a number that systems count up. */
  private static final int SHORTEST_CODE = 6;

  /** A system may not know where a stay comes from, and then uses one of these. */
  private static final Set<String> NO_CHANNEL = Set.of("OTHER", "MANUAL");

  /** Codes of these are the system's own: two systems may have the same one. */
  private static final Set<String> WITHOUT_CODES = Set.of("", "DIRECT", "OWNER");

  /**
   * @return null if the record is no reservation
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

  /** What records with the same code are found by; null if the record has no code of a channel. */
  public static String codeTerm(JsonNode record) {
    String code = code(record.at("/codes/confirmationCode").asText(""));
    return code.isEmpty() ? null : RecordTerms.code(code);
  }

  /** A row of one character is what people type where a field must not be empty. */
  private static String code(String text) {
    String code = RecordTerms.bareCode(text);
    return code.length() < SHORTEST_CODE || code.chars().distinct().count() == 1 ? "" : code;
  }

  /**
   * By what this is the same stay as that of another account.
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
