package io.bellhop.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls of a provider's API that users of Bellhop's API may make, as the provider's folder
 * lists them. A whole path must match exactly, except for its ids, so that no caller can reach
 * other paths. Immutable.
 */
record PassthroughRules(List<Rule> all) {
  /** A rule for one call. */
  record Rule(String method, String path, Pattern fitting) {
    boolean fits(String otherMethod, String otherPath) {
      return method.equals(otherMethod) && fitting.matcher(otherPath).matches();
    }

    /** The rule as the folder writes it. */
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final String PLACE = "{id}";

  /** As in all paths, an id has no dots, slashes or percent signs. */
  private static final String ID = "[A-Za-z0-9_-]{1,64}";

  private static final Pattern RULE =
      Pattern.compile(
          "(GET|POST|PUT|PATCH|DELETE)\\s+((?:/(?:\\{id\\}|(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.~-]+))+)");

  PassthroughRules {
    all = List.copyOf(all);
  }

  /**
   * @throws IllegalArgumentException if it is not a list of calls
   */
  static PassthroughRules parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.strip().split("\\s*;\\s*")) {
      Matcher rule = RULE.matcher(part);
      if (!rule.matches()) {
        throw new IllegalArgumentException(
            "parameter passthrough has \""
                + part
                + "\": write calls separated by semicolons, as in GET /v2/guests; GET"
                + " /v2/guests/{id}");
      }
      rules.add(new Rule(rule.group(1), rule.group(2), fitting(rule.group(2))));
    }
    return new PassthroughRules(rules);
  }

  Optional<Rule> of(String method, String path) {
    return all.stream().filter(rule -> rule.fits(method, path)).findFirst();
  }

  private static Pattern fitting(String path) {
    StringBuilder pattern = new StringBuilder();
    for (String segment : path.substring(1).split("/")) {
      pattern.append('/').append(segment.equals(PLACE) ? ID : Pattern.quote(segment));
    }
    return Pattern.compile(pattern.toString());
  }
}
