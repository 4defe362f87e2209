package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.fixture.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One webhook of a provider in {@code fixtures/}, and what stands beside it. */
public record ProviderFixture(String provider, String event) {
  private static final Path FIXTURES = Path.of("fixtures");
  private static final String ENDING = ".json";

  /** The providers that there are routes for. */
  public static List<String> providers() {
    return names(Path.of("routes"), true).filter(name -> !name.equals("_shared")).toList();
  }

  /** All of them, whether there are routes for them or not. */
  public static List<ProviderFixture> all() {
    return names(FIXTURES, true)
        .flatMap(
            provider ->
                names(FIXTURES.resolve(provider), false)
                    .filter(ProviderFixture::isEvent)
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .map(event -> new ProviderFixture(provider, event)))
        .toList();
  }

  public byte[] body() {
    return fixtures().read(event + ENDING);
  }

  /** What is sent beside the proof: some providers name the event in a header. */
  public Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    if (fixtures().find(event + ".headers.json").isPresent()) {
      fixtures()
          .json(event + ".headers.json")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    }
    return headers;
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
    return Fixtures.inFolder(FIXTURES.resolve(provider));
  }

  @Override
  public String toString() {
    return provider + " " + event;
  }

  private static boolean isEvent(String name) {
    return name.endsWith(ENDING)
        && !name.equals("account.json")
        && !name.matches(".*\\.(expected|older|headers)\\.json");
  }

  private static Stream<String> names(Path folder, boolean folders) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isDirectory(entry) == folders)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
