package io.bellhop.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The parameters of a route template, as its bean receives them. Only the template has the
 * defaults, so a missing parameter is empty. An invalid one prevents the start, and the message
 * names it, the rule and the value.
 */
public final class TemplateParameters {
  /** Former names of template parameters, with their current ones. */
  public static final Map<String, String> FORMER =
      Map.of(
          "verify", "proof",
          "verifyOptional", "proofOptional",
          "sharedByIp", "perAddress",
          "maxConcurrent", "mostAtOnce");

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  private final Map<String, String> values;

  /** The former names that a folder still uses. */
  private final Map<String, String> written = new HashMap<>();

  public TemplateParameters(Map<String, String> given) {
    values = new HashMap<>(given);
    FORMER.forEach(
        (name, before) -> {
          String value = given.get(before);
          if (value != null && !value.isBlank()) {
            values.put(name, value);
            written.put(name, before);
          }
        });
  }

  public String required(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException("parameter " + name + " is missing");
    }
    return values.get(name);
  }

  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean isSet(String name) {
    return !text(name).isBlank();
  }

  public String oneOf(String name, Set<String> allowed) {
    if (!allowed.contains(text(name).trim())) {
      throw wrong(name, "must be one of " + String.join(", ", new TreeSet<>(allowed)));
    }
    return text(name).trim();
  }

  public boolean flag(String name) {
    return isSet(name) && oneOf(name, Set.of("true", "false")).equals("true");
  }

  /** A time such as 500ms, 2s, 5m, 1h or 30d; none if the template has no such parameter. */
  public Duration time(String name) {
    if (!values.containsKey(name)) {
      return Duration.ZERO;
    }
    return TimeText.parse(text(name).trim()).orElseThrow(() -> wrong(name, TimeText.RULE));
  }

  public String header(String name) {
    if (!HEADER.matcher(text(name).trim()).matches()) {
      throw wrong(name, "must be the name of a header, such as X-Signature");
    }
    return text(name).trim();
  }

  /** Regular expressions that match whole texts; none if it is not set. */
  public Predicate<String> matching(String name) {
    try {
      return isSet(name) ? Pattern.compile(text(name)).asMatchPredicate() : any -> false;
    } catch (PatternSyntaxException e) {
      throw wrong(name, "must be a regular expression (" + e.getDescription() + ")");
    }
  }

  /** Names of fields, separated by spaces or commas. */
  public List<String> names(String name) {
    if (text(name).contains("$")) {
      throw wrong(name, "must be names of fields, not paths, separated by spaces");
    }
    return Arrays.stream(text(name).split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }

  public IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException(
        "parameter " + written.getOrDefault(name, name) + " " + what + ", was: " + text(name));
  }
}
