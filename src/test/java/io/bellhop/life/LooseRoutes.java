package io.bellhop.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The routes as they are, but for what would make hundreds of lives at one hub wait: providers'
 * limits, which have a test of their own.
 */
final class LooseRoutes {
  /** In quotes it may have braces. */
  private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^}\"']*)";

  private LooseRoutes() {}

  /** A folder for {@code bellhop.routes}. */
  static Path make() throws IOException {
    Path from = Path.of("routes");
    Path to = Files.createTempDirectory("bellhop-lives-");
    List<Path> all;
    try (Stream<Path> found = Files.walk(from)) {
      all = found.sorted().toList();
    }
    for (Path path : all) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.writeString(target, loosened(Files.readString(path)));
      }
    }
    return to;
  }

  private static String loosened(String text) {
    return text.replaceAll("\\{name: limits, value: " + VALUE + "}", "{name: limits, value: \"\"}")
        .replaceAll(
            "\\{name: maxConcurrent, value: " + VALUE + "}", "{name: maxConcurrent, value: \"0\"}");
  }
}
