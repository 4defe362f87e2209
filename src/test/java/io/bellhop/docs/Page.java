package io.bellhop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in Markdown: its links, the anchors of its headings, and its prose. */
record Page(Path file, String text) {
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^( *)```.*?^\\1```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Path ROOT = Path.of("");

  static Page read(Path file) throws IOException {
    return new Page(file, Files.readString(file));
  }

  /** All pages that users read. */
  static List<Path> all() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> providers = Files.walk(Path.of("routes"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")),
              Stream.concat(docs, providers).filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  /** Links to other files of this repository and to anchors. */
  List<String> relativeLinks() {
    return LINK.matcher(withoutCode())
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  /** The file that a link of this page names; this one if it is an anchor alone. */
  Path target(String link) {
    String path = link.replaceFirst("#.*", "");
    Path folder = file.getParent() == null ? ROOT : file.getParent();
    return path.isEmpty() ? file : folder.resolve(path).normalize();
  }

  /** The anchors of the headings, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (MatchResult heading :
        HEADING.matcher(CODE_BLOCK.matcher(text).replaceAll("")).results().toList()) {
      String anchor =
          heading
              .group(1)
              .replaceAll("]\\([^)]*\\)", "")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int repeat = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(repeat == 0 ? anchor : anchor + "-" + repeat);
    }
    return anchors;
  }

  /** The text without code, in which words of a program may stand. */
  String prose() {
    return withoutCode().replaceAll("]\\([^)]*\\)", "]");
  }

  private String withoutCode() {
    return CODE.matcher(CODE_BLOCK.matcher(text).replaceAll("")).replaceAll("");
  }
}
