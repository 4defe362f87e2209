package io.bellhop.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A guest, identified by known values; each may be null. It compares addresses in lower case, and
 * numbers by their digits, with or without a country code.
 *
 * @param guestId the provider's id of the guest
 * @param phone digits only
 */
record Guest(String guestId, String email, String phone) {
  /** Phone numbers are not shorter. */
  private static final int FEWEST_DIGITS = 7;

  /** The longest country code. */
  private static final int COUNTRY = 3;

  private static final Set<String> GUESTS = Set.of("guest", "primaryguest", "customer");
  private static final Set<String> GUEST_IDS = Set.of("guestid", "guestids", "customerid");
  private static final String NOT_OF_ADDRESS = "[^a-z0-9._%+-]";

  static Guest of(String guestId, String email, String phone) {
    return new Guest(
        guestId, email == null ? null : address(email), phone == null ? null : digits(phone));
  }

  static boolean isAddress(String text) {
    return text.matches("[^@\\s]+@[^@\\s]+");
  }

  static boolean isNumber(String text) {
    return digits(text).length() >= FEWEST_DIGITS && text.matches("[0-9+()./\\s-]+");
  }

  private static String address(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** The digits without the prefix for international or long-distance calls. */
  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
  }

  private boolean isPhone(String text) {
    if (phone == null || !isNumber(text)) {
      return false;
    }
    String other = digits(text);
    boolean isSameEnd = other.endsWith(phone) || phone.endsWith(other);
    return isSameEnd && Math.abs(other.length() - phone.length()) <= COUNTRY;
  }

  /** Whether a record is about this guest: one of its fields is equal to one of the values. */
  boolean isIn(String recordType, JsonNode record) {
    boolean isGuest = recordType.equals("guest") && record.path("id").asText().equals(guestId);
    return isGuest || isIn(record, "", false, false);
  }

  /** Whether a field of a body is equal to one of the values. */
  boolean hasFieldIn(ObjectMapper mapper, byte[] body) {
    JsonNode json = json(mapper, body);
    return json != null && isIn(json, "", false, false);
  }

  /** Whether a body mentions this guest, even within a text. */
  boolean isMentionedIn(ObjectMapper mapper, byte[] body) {
    JsonNode json = json(mapper, body);
    return json == null
        ? isWithin(new String(body, StandardCharsets.UTF_8).replace("%40", "@"))
        : isIn(json, "", false, true);
  }

  /** Null if it is not JSON. */
  private static JsonNode json(ObjectMapper mapper, byte[] body) {
    try {
      JsonNode json = Json.read(mapper, body);
      return json.isContainerNode() ? json : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * @param name of the field, in lower case
   * @param isPhone whether it is, or stands within, a field for numbers
   */
  private boolean isIn(JsonNode value, String name, boolean isPhone, boolean mentions) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        String inner = field.getKey().toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
        boolean isId = GUEST_IDS.contains(inner) || inner.equals("id") && GUESTS.contains(name);
        if (isId && isGuestId(field.getValue())
            || isIn(field.getValue(), inner, isPhone || isForNumbers(inner), mentions)) {
          return true;
        }
      }
      return false;
    }
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (isIn(element, name, isPhone, mentions)) {
          return true;
        }
      }
      return false;
    }
    String text = value.asText("");
    return email != null && address(text).equals(email)
        || isPhone && isPhone(text)
        || mentions && isWithin(text);
  }

  private static boolean isForNumbers(String name) {
    return name.contains("phone") || name.contains("mobile") || name.startsWith("tel");
  }

  private boolean isGuestId(JsonNode value) {
    if (guestId == null) {
      return false;
    }
    for (JsonNode one : value) {
      if (one.asText().equals(guestId)) {
        return true;
      }
    }
    return value.asText().equals(guestId);
  }

  private boolean isWithin(String text) {
    return email != null
        && text.length() >= email.length()
        && Pattern.compile(
                "(^|" + NOT_OF_ADDRESS + ")" + Pattern.quote(email) + "($|[^a-z0-9-])",
                Pattern.CASE_INSENSITIVE)
            .matcher(text)
            .find();
  }

  /** Without the values, because this text may reach a log. */
  @Override
  public String toString() {
    return "Guest[…]";
  }
}
