package io.bellhop.provider.sync;

import io.bellhop.config.TemplateParameters;
import io.bellhop.failure.PermanentFailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Bellhop reads a provider's list, as the provider's folder declares it.
 *
 * @param full the list's path
 * @param changes the path for changes, if it differs; otherwise empty
 * @param nested the path of a list to which the entries of this list lead; otherwise empty
 * @param others the paths of further lists that Bellhop reads after it, by name, in order
 * @param listsEvery the maximum age of the last reading of each further list; each run reads a list
 *     without one
 * @param first the fields of a cursor, with their values at the start of a list
 * @param interval from one run to the next; null for the hub's interval
 * @param types the types of the listed records, as in snapshots
 * @param fullEvery the maximum age of the last full pass; null if one is enough
 * @param findsDeleted whether a full pass finds deleted records, by reading those that the list
 *     does not contain
 * @param since the format of {@code {since}} in the paths
 * @param conditional whether Bellhop reads a list of one page only if it has changed
 */
record ListSettings(
    String provider,
    String full,
    String changes,
    String nested,
    Map<String, String> others,
    Map<String, Duration> listsEvery,
    Map<String, String> first,
    Duration interval,
    List<String> types,
    Duration fullEvery,
    boolean findsDeleted,
    SinceFormat since,
    boolean conditional) {
  private static final String SINCE = "{since}";
  private static final Pattern FIRST = Pattern.compile("([A-Za-z]+)=([A-Za-z0-9_-]{1,64})");
  private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z]+)}");
  private static final Pattern EVERY = Pattern.compile("([a-z][A-Za-z0-9-]{0,39})=(\\S+)");
  private static final Pattern OTHER =
      Pattern.compile("((?!changes=|nested=)[a-z][A-Za-z0-9-]{0,39})=(/\\S+)");

  /**
   * @param given the template's parameters by name
   * @throws IllegalArgumentException names the invalid parameter
   */
  static ListSettings of(Map<String, String> given) {
    List<String> types = words(given.getOrDefault("types", ""));
    if (types.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter types is empty: name the types of the list's records, as in reservation");
    }
    return new ListSettings(
        given.get("provider"),
        given.get("full"),
        given.getOrDefault("changes", ""),
        given.getOrDefault("nested", ""),
        others(given.getOrDefault("lists", "")),
        listsEvery(given),
        first(given.getOrDefault("first", "")),
        time(given, "interval"),
        types,
        time(given, "fullEvery"),
        given.getOrDefault("findsDeleted", "false").equals("true"),
        since(given),
        conditional(given));
  }

  private static boolean conditional(Map<String, String> given) {
    TemplateParameters parameters = new TemplateParameters(given);
    String method = given.getOrDefault("method", "GET");
    if (!Set.of("GET", "POST").contains(method)) {
      throw parameters.wrong("method", "must be GET or POST");
    }
    boolean conditional = parameters.flag("conditional");
    if (conditional && !method.equals("GET")) {
      throw parameters.wrong("conditional", "must be left out: only a GET asks for changes");
    }
    return conditional;
  }

  private static Duration time(Map<String, String> given, String name) {
    TemplateParameters parameters = new TemplateParameters(given);
    return parameters.isSet(name) ? parameters.time(name) : null;
  }

  private static SinceFormat since(Map<String, String> given) {
    String format = given.getOrDefault("sinceFormat", "");
    String paths =
        given.get("full")
            + given.getOrDefault("changes", "")
            + given.getOrDefault("nested", "")
            + given.getOrDefault("lists", "");
    if (!format.isBlank() && !paths.contains(SINCE)) {
      throw new IllegalArgumentException(
          "parameter sinceFormat is set, and no path has "
              + SINCE
              + ": write it into full, changes or nested");
    }
    return SinceFormat.of(format);
  }

  /**
   * The path of a list with changes since this time.
   *
   * @param list the name of the list, as in a cursor; empty for the first list of the run
   * @throws PermanentFailureException if the folder has no such list
   */
  String path(String list, boolean whole, Instant from) {
    String path =
        switch (list) {
          case "" -> whole || changes.isEmpty() ? full : changes;
          case "changes" -> changes.isEmpty() ? full : changes;
          case "nested" -> nested;
          default -> others.getOrDefault(list, "");
        };
    if (path.isEmpty()) {
      throw new PermanentFailureException(
          "the mapping of the list gives a next page of a list that the route does not have:"
              + " next.list may be changes, nested or a name of lists, if that parameter is set");
    }
    return path.replace(SINCE, since.encoded(from));
  }

  /**
   * The name of the list that Bellhop reads after this one. Bellhop reads a list whose path has a
   * field that only a page can fill when a page leads to it.
   *
   * @param list the list; empty for the first list of a run
   * @param isDue whether this run reads a list
   * @return null after the last list
   */
  String behind(String list, Predicate<String> isDue) {
    List<String> names = List.copyOf(others.keySet());
    return names.subList(list.isEmpty() ? 0 : names.indexOf(list) + 1, names.size()).stream()
        .filter(name -> isBegunAlone(others.get(name)) && isDue.test(name))
        .findFirst()
        .orElse(null);
  }

  private boolean isBegunAlone(String path) {
    return FIELD
        .matcher(path.replace(SINCE, ""))
        .results()
        .allMatch(field -> first.containsKey(field.group(1)));
  }

  private static Map<String, String> others(String text) {
    Map<String, String> others = new LinkedHashMap<>();
    for (String word : words(text)) {
      Matcher list = OTHER.matcher(word);
      if (!list.matches() || others.put(list.group(1), list.group(2)) != null) {
        throw new IllegalArgumentException(
            "parameter lists has \""
                + word
                + "\": write names, each once, and paths, as in guests=/v1/guests?page={page}");
      }
    }
    return others;
  }

  private static Map<String, Duration> listsEvery(Map<String, String> given) {
    Map<String, Duration> every = new LinkedHashMap<>();
    Set<String> lists = others(given.getOrDefault("lists", "")).keySet();
    for (String word : words(given.getOrDefault("listsEvery", ""))) {
      Matcher list = EVERY.matcher(word);
      if (!list.matches() || !lists.contains(list.group(1))) {
        throw new IllegalArgumentException(
            "parameter listsEvery has \""
                + word
                + "\": write names of lists, and times, as in guests=24h");
      }
      every.put(
          list.group(1),
          new TemplateParameters(Map.of("listsEvery", list.group(2))).time("listsEvery"));
    }
    return every;
  }

  private static Map<String, String> first(String text) {
    Map<String, String> first = new LinkedHashMap<>();
    for (String word : words(text)) {
      Matcher field = FIRST.matcher(word);
      if (!field.matches()) {
        throw new IllegalArgumentException(
            "parameter first was \"" + text + "\": write names and values, as in offset=0");
      }
      first.put(field.group(1), field.group(2));
    }
    return first;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
