package io.bellhop.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of all pages that have a row for each provider. What stands in a row is in the comment
 * at the end of routes/&lt;name&gt;/README.md, whose lines go on in indented ones; the heads of the
 * tables are the pages' own.
 */
record ProviderTables(Path routes, List<String> providers) {
  private static final Pattern COMMENT =
      Pattern.compile("\\n<!-- In the tables of other pages:\\n(.*?)-->\\n", Pattern.DOTALL);
  private static final Pattern TABLE =
      Pattern.compile(
          "(<!-- generated: (\\w+) of each provider -->\\n\\|.*\\n\\|[-|]+\\n)((?:\\|.*\\n)*)");

  /** A page of a provider, without what is for other pages. */
  static String without(String readme) {
    return COMMENT.matcher(readme).replaceAll("");
  }

  /** The page as its tables make it. */
  String of(Path page) throws IOException {
    Path folder = page.getParent() == null ? Path.of("docs", "providers") : Path.of("providers");
    List<String> missing = new ArrayList<>();
    String text =
        TABLE
            .matcher(Files.readString(page))
            .replaceAll(
                (MatchResult table) ->
                    Matcher.quoteReplacement(
                        table.group(1) + rows(table.group(2), folder, missing)));
    if (!missing.isEmpty()) {
      throw new IOException("no row for " + page + " in the comments of " + missing);
    }
    return text;
  }

  private String rows(String table, Path folder, List<String> missing) {
    StringBuilder rows = new StringBuilder();
    for (String provider : providers) {
      String readme = read(provider);
      Matcher row =
          Pattern.compile("(?m)^" + table + ": (.*(?:\\n  .*)*)")
              .matcher(COMMENT.matcher(readme).results().findFirst().orElseThrow().group(1));
      if (!row.find()) {
        missing.add(provider);
        continue;
      }
      String name = readme.substring(2, readme.indexOf('\n'));
      rows.append(
          "| [%s](%s/%s.md) | %s |\n"
              .formatted(name, folder, provider, row.group(1).replace("\n ", "")));
    }
    return rows.toString();
  }

  private String read(String provider) {
    try {
      return Files.readString(routes.resolve(provider).resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
