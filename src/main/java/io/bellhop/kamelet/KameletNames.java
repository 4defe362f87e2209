package io.bellhop.kamelet;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of subscriptions, and those of fields as the parameters of Kamelets. */
final class KameletNames {
  static final String FORM = "must be 1 to 30 lower-case letters, digits and hyphens";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,30}");
  private static final int LONGEST = 30;

  /** Fields whose parameters are not called like them. */
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

  /** A name that is made of another text, perhaps empty: {@code lake-house} of Lake House. */
  static String of(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    name = name.substring(0, Math.min(LONGEST, name.length()));
    return name.replaceAll("^-|-$", "");
  }

  /** The parameter behind a field: {@code apiBaseUrl} for account.api.base_url. */
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
