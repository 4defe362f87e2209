package io.bellhop.ingest;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks sensitive data in bytes that Bellhop cannot parse: the values of fields by their names, and
 * all card numbers. The length stays the same.
 */
final class RawBodyMasker {
  /** A name, the separator between name and value in JSON or in a form, and the value. */
  private static final Pattern FIELD =
      Pattern.compile(
          "([A-Za-z0-9_-]{2,64})(?:\\\\?[\"']|%22)?\\s*(?:[:=]|%3[Aa])\\s*(?:\\\\?[\"']|%22)?"
              + "([^\"'\\\\,&%{}\\[\\]\\r\\n]{1,100})");

  /** 13 to 19 digits, perhaps in groups. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9.])[0-9](?:[ -]?[0-9]){12,18}(?![0-9.])");

  private final Predicate<String> dropped;

  /**
   * @param dropped whether a field with this name must be masked
   */
  RawBodyMasker(Predicate<String> dropped) {
    this.dropped = dropped;
  }

  byte[] mask(byte[] body) {
    // Each byte becomes one character and back.
    StringBuilder text = new StringBuilder(new String(body, StandardCharsets.ISO_8859_1));
    boolean masked = false;
    Matcher field = FIELD.matcher(text.toString());
    int from = 0;
    while (field.find(from)) {
      boolean hit = dropped.test(field.group(1));
      if (hit) {
        hide(text, field.start(2), field.end(2));
        masked = true;
      }
      // The text that looks like a value may be the next name.
      from = hit ? field.end() : field.end(1);
    }
    Matcher number = NUMBER.matcher(text.toString());
    while (number.find()) {
      if (isCard(number.group())) {
        hide(text, number.start(), number.end());
        masked = true;
      }
    }
    return masked ? text.toString().getBytes(StandardCharsets.ISO_8859_1) : body;
  }

  private static void hide(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      text.setCharAt(i, '*');
    }
  }

  /** Checks the check digit of card numbers (Luhn). */
  private static boolean isCard(String number) {
    int sum = 0;
    boolean twice = false;
    for (int i = number.length() - 1; i >= 0; i--) {
      int digit = number.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        continue;
      }
      int value = twice ? digit * 2 : digit;
      sum += value > 9 ? value - 9 : value;
      twice = !twice;
    }
    return sum % 10 == 0;
  }
}
