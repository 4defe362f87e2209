package io.bellhop.routes;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The fields of an account's {@code api} that the files of a provider's folder use: {@code {api.x}}
 * in a registration, and the quoted names in an expression with {@code $apiFields}, which lists the
 * fields that an account has.
 */
final class ReferencedApiFields {
  private static final Pattern PLACE = Pattern.compile("[{|]api\\.([a-z][a-z0-9_-]{0,63})");
  private static final Pattern LIST = Pattern.compile("\\$apiFields\\b");
  private static final Pattern QUOTED = Pattern.compile("\"([a-z][a-z0-9_-]{0,63})\\\\?\"");

  private ReferencedApiFields() {}

  static Set<String> in(RouteSources sources, String provider) {
    Set<String> fields = new TreeSet<>();
    sources
        .folders()
        .forEach(
            (folder, files) -> {
              if (RouteFolders.name(folder).equals(provider)) {
                files.values().forEach(text -> add(fields, text));
              }
            });
    return fields;
  }

  private static void add(Set<String> fields, String text) {
    names(fields, PLACE, text);
    text.lines()
        .filter(line -> LIST.matcher(line).find())
        .forEach(line -> names(fields, QUOTED, line));
  }

  private static void names(Set<String> fields, Pattern pattern, String text) {
    pattern.matcher(text).results().map((MatchResult m) -> m.group(1)).forEach(fields::add);
  }
}
