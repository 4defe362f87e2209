package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The headers that a provider's folder adds to calls. */
record HeaderTemplates(List<HeaderTemplate> all) {
  /** A part such as {@code q=0.9} belongs to the preceding value, as in media types. */
  private static final Pattern DIVIDER = Pattern.compile(";(?!\\s*[A-Za-z0-9-]+=)");

  /**
   * @param text {@code Name: value; Name: value}; empty for none
   */
  static HeaderTemplates parse(String text) {
    List<HeaderTemplate> all =
        Arrays.stream(DIVIDER.split(text))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(HeaderTemplate::parse)
            .toList();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (HeaderTemplate header : all) {
      if (!names.add(header.name())) {
        throw new IllegalArgumentException(
            "parameter headers has "
                + header.name()
                + " twice: write it once, with {one|other} for what it may come from");
      }
    }
    return new HeaderTemplates(all);
  }

  /**
   * @param ids returns a variable's value if it is an id; otherwise null
   */
  Map<String, String> fill(Account account, UnaryOperator<String> ids) {
    Map<String, String> filled = new LinkedHashMap<>();
    for (HeaderTemplate header : all) {
      String value = header.value(account, ids);
      if (value != null) {
        filled.put(header.name(), value);
      }
    }
    return filled;
  }

  /** All fields of an account's {@code api} that a header may contain. */
  Set<String> fields() {
    return all.stream()
        .flatMap(header -> header.sources().stream())
        .filter(source -> !source.startsWith("$"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean mayHaveCredentials() {
    return all.stream().anyMatch(header -> header.credential() != null);
  }

  boolean hasCredentials(Account account) {
    return all.stream().anyMatch(header -> header.hasCredential(account));
  }

  /** The fields that may hold credentials, one for each header. */
  String needs() {
    return all.stream()
        .map(HeaderTemplate::credential)
        .filter(Objects::nonNull)
        .map(field -> "api." + field)
        .collect(Collectors.joining(" or "));
  }
}
