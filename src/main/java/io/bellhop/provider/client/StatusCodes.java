package io.bellhop.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answers that a provider's folder lists: an HTTP status, a code in the body, or a code at a
 * status, as in {@code 402 ip_blocked 403:forbidden}.
 */
record StatusCodes(List<Code> all) {
  /**
   * @param status the status; 0 for any
   * @param word the code, as {@link #plain} writes it; empty for any
   */
  record Code(int status, String word) {}

  private static final Pattern FORM =
      Pattern.compile("([1-5][0-9]{2})?:?([A-Za-z][A-Za-z0-9_.-]{1,79})?");

  /**
   * @throws IllegalArgumentException with the correct form
   */
  static StatusCodes parse(String parameter, String text) {
    List<Code> all = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.trim().split("\\s+")) {
      Matcher form = FORM.matcher(part);
      boolean both = form.matches() && form.group(1) != null && form.group(2) != null;
      if (!form.matches() || part.contains(":") != both) {
        throw new IllegalArgumentException(
            "parameter "
                + parameter
                + " has \""
                + part
                + "\": write statuses and codes separated by spaces, as in 402 ip_blocked"
                + " 403:forbidden");
      }
      all.add(
          new Code(
              form.group(1) == null ? 0 : Integer.parseInt(form.group(1)),
              form.group(2) == null ? "" : plain(form.group(2))));
    }
    return new StatusCodes(List.copyOf(all));
  }

  /** Case and punctuation of codes differ within one provider. */
  static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
  }

  boolean has(int status, ErrorBody body) {
    return all.stream()
        .anyMatch(
            code ->
                (code.status() == 0 || code.status() == status)
                    && (code.word().isEmpty() || body.codes().contains(code.word())));
  }

  boolean hasStatus(int status) {
    return all.stream().anyMatch(code -> code.status() == status && code.word().isEmpty());
  }
}
