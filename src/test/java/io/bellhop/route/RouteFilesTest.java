package io.bellhop.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house rules of our own route files that are no rule for others; CheckTest has the rest. */
class RouteFilesTest {
  private static final int LONGEST = 140;

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("routes"))) {
      return all.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_is_short_enough_to_be_read_in_one_go(Path file) throws Exception {
    assertThat(Files.readAllLines(file).size()).isLessThanOrEqualTo(LONGEST);
  }
}
