package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One webhook of a provider in {@code fixtures/}, and what stands beside it. */
public record ProviderFixture(String provider, String event) {
  private static final Path FIXTURES = Path.of("fixtures");

  /** The providers that there are routes for. */
  public static List<String> providers() {
    return folders(Path.of("routes")).filter(name -> !name.equals("_shared")).toList();
  }

  /** All of them, whether there are routes for them or not. */
  public static List<ProviderFixture> all() {
    return folders(FIXTURES)
        .flatMap(
            provider ->
                folder(provider).events().stream()
                    .map(event -> new ProviderFixture(provider, event)))
        .toList();
  }

  public byte[] body() {
    return fixtures().read(event + ".json");
  }

  /** What is sent beside the proof: some providers name the event in a header. */
  public Map<String, String> headers() {
    return folder(provider).headers(event);
  }

  public JsonNode expected() {
    return fixtures().json(event + ".expected.json");
  }

  public boolean hasExpected() {
    return fixtures().find(event + ".expected.json").isPresent();
  }

  /** A body of the same record as it was before. */
  public Optional<byte[]> older() {
    return fixtures().find(event + ".older.json");
  }

  public Fixtures fixtures() {
    return folder(provider).files();
  }

  @Override
  public String toString() {
    return provider + " " + event;
  }

  private static FixtureFolder folder(String provider) {
    return new FixtureFolder(provider, FIXTURES.resolve(provider));
  }

  private static Stream<String> folders(Path parent) {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
