package io.bellhop.tool.check;

import io.bellhop.routes.RouteFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A route file in Java, of which the check only reads the texts in quotes: the compiler checks the
 * rest.
 */
record JavaFile(String folder, String text) {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"\\n]*)\"");
  private static final Pattern FROM =
      Pattern.compile("\\bfrom\\(\\s*\"(" + Endpoint.DIRECT + "[^\"?]+)");
  private static final Pattern FROM_OF_TEMPLATE =
      Pattern.compile("\\.parameter\\(\\s*\"from\",\\s*\"([^\"]+)");

  static List<JavaFile> in(Path folder) {
    return Folders.files(folder, ".java").stream()
        .map(file -> new JavaFile(RouteFolders.name(folder), read(file)))
        .toList();
  }

  /** The endpoints at which its routes begin. */
  Set<String> consumers() {
    Set<String> uris = found(FROM);
    found(FROM_OF_TEMPLATE).forEach(name -> uris.add(Endpoint.DIRECT + name));
    return uris;
  }

  Set<String> quoted() {
    return found(QUOTED);
  }

  private Set<String> found(Pattern pattern) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
