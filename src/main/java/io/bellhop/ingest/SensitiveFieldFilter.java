package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes fields that Bellhop must not store: card data, and the fields that a provider's folder
 * lists. Comparison of names ignores case, {@code _} and {@code -}. It removes a field with all its
 * content.
 */
final class SensitiveFieldFilter {
  private static final List<String> CARD_DATA =
      List.of(
          "ccNumber",
          "ccNum",
          "cardNumber",
          "cardNum",
          "cardNo",
          "cardPan",
          "creditCardNumber",
          "creditCardNo",
          "primaryAccountNumber",
          "cvc",
          "cvc2",
          "cvcCode",
          "cvv",
          "cvv2",
          "cvvCode",
          "ccv",
          "ccCvc",
          "ccCvv",
          "ccSecurityCode",
          "cardCvc",
          "cardCvv",
          "cardSecurityCode",
          "cardVerificationCode",
          "cardVerificationValue",
          "creditCardCvc",
          "creditCardCvv",
          "creditCardSecurityCode");

  /** The limit of the cache, because names come from outside. */
  private static final int MOST_KNOWN = 2_000;

  private static final int LONGEST_KNOWN = 64;

  private final Set<String> names = new HashSet<>();

  /** Whether to remove a field, by its name as spelled; bodies repeat the same few names. */
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /**
   * @param more further names
   */
  SensitiveFieldFilter(Collection<String> more) {
    CARD_DATA.forEach(name -> names.add(plain(name)));
    more.forEach(name -> names.add(plain(name)));
  }

  /**
   * Removes the fields at any depth.
   *
   * @return whether it removed any
   */
  boolean from(JsonNode json) {
    boolean dropped = false;
    if (json.isObject()) {
      dropped = json.properties().removeIf(field -> has(field.getKey()));
    }
    for (JsonNode child : json) {
      dropped |= child.isContainerNode() && from(child);
    }
    return dropped;
  }

  /** Whether to remove a field with this name. */
  boolean has(String name) {
    Boolean has = known.get(name);
    if (has == null) {
      has = names.contains(plain(name));
      if (name.length() <= LONGEST_KNOWN && known.size() < MOST_KNOWN) {
        known.put(name, has);
      }
    }
    return has;
  }

  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
