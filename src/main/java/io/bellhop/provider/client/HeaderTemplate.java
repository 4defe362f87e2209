package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.net.ReservedHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header of calls to a provider's API.
 *
 * @param before the text, or its part before the braces
 * @param sources the names in the braces, in order: fields of the account, and variables after a $;
 *     empty without braces
 * @param after the text after the braces
 */
record HeaderTemplate(String name, String before, List<String> sources, String after) {
  private static final Pattern WHOLE =
      Pattern.compile(
          "([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}):[ ]*([\\x20-\\x7e&&[^{}]]*)"
              + "(?:\\{([^{}]+)\\}([\\x20-\\x7e&&[^{}]]*))?");

  private static final Pattern SOURCE =
      Pattern.compile("[a-z][a-z0-9_-]{0,63}|\\$[A-Za-z][A-Za-z0-9]{0,63}");

  /**
   * Headers that the client writes itself, besides those of the connection; Camel would drop or
   * obey them.
   */
  private static final Set<String> TAKEN =
      Set.of("cache-control", "date", "pragma", "user-agent", "via", "warning");

  private static final String EXTERNAL_ID = "external_id";

  static HeaderTemplate parse(String text) {
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      throw wrong(
          text, "write Name: value, where value is text and at most one {field|other|$variable}");
    }
    String name = whole.group(1);
    String lower = name.toLowerCase(Locale.ROOT);
    if (ReservedHeaders.isOfConnection(lower)
        || TAKEN.contains(lower)
        || lower.startsWith("camel")) {
      throw wrong(text, "leave " + name + " out: routes must not set it");
    }
    if (whole.group(3) == null) {
      if (whole.group(2).isBlank()) {
        throw wrong(text, "write a value behind the colon");
      }
      return new HeaderTemplate(name, whole.group(2), List.of(), "");
    }
    List<String> sources = List.of(whole.group(3).split("\\|", -1));
    for (String source : sources) {
      if (!SOURCE.matcher(source).matches()) {
        throw wrong(
            text,
            "in braces write fields of the account's api (lower-case letters, digits, _"
                + " and -) and variables ($name), separated by |, without spaces");
      }
    }
    return new HeaderTemplate(name, whole.group(2), sources, whole.group(4));
  }

  /**
   * @param ids returns a variable's value if it is an id; otherwise null
   * @return null to omit the header
   */
  String value(Account account, UnaryOperator<String> ids) {
    if (sources.isEmpty()) {
      return before;
    }
    for (String source : sources) {
      String found =
          source.startsWith("$") ? ids.apply(source.substring(1)) : field(account, source);
      if (found != null) {
        return before + found + after;
      }
    }
    return null;
  }

  /** An external id or a variable is not secret, so it does not authenticate. */
  boolean hasCredential(Account account) {
    return sources.stream().anyMatch(account.api()::containsKey);
  }

  /** The first field that may hold a credential; null if none may. */
  String credential() {
    return sources.stream()
        .filter(source -> !source.startsWith("$") && !source.equals(EXTERNAL_ID))
        .findFirst()
        .orElse(null);
  }

  private static String field(Account account, String name) {
    String value = account.api().get(name);
    return value == null && name.equals(EXTERNAL_ID) ? account.externalId() : value;
  }

  private static IllegalArgumentException wrong(String text, String cure) {
    return new IllegalArgumentException("parameter headers has \"" + text + "\": " + cure);
  }
}
