package io.bellhop.kamelet;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Converts names of subscriptions, and names of fields to Kamelet parameters. */
final class KameletNames {
  static final String FORM = "must be 1 to 30 lower-case letters, digits and hyphens";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,30}");
  private static final int LONGEST = 30;

  /** The parameters whose names differ from their fields. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "account.name", "account",
          "account.webhook.value", "webhookHeaderSecret",
          "webhook.event_mask", "mask",
          "webhook.name", "name",
          "webhook.sink", "name");

  private KameletNames() {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Makes a name of any text: {@code lake-house} of Lake House. It may be empty. */
  static String of(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    name = name.substring(0, Math.min(LONGEST, name.length()));
    return name.replaceAll("^-|-$", "");
  }

  /** The parameter of a field: {@code apiBaseUrl} for account.api.base_url. */
  static String parameter(String field) {
    String other = OTHERWISE.get(field);
    if (other != null) {
      return other;
    }
    String path = field.replaceFirst("^(account|webhook)\\.", "");
    return Pattern.compile("[._]([a-z])")
        .matcher(path)
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }
}
