package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body to send: a fixture, or any file.
 *
 * @param headers sent beside the signature
 */
record SendPayload(byte[] body, Map<String, String> headers) {
  private static final String ENDING = ".json";

  /**
   * @param name a fixture with or without .json, or the path of a file
   * @param given a folder with the provider's fixtures or with a folder of them; null for those
   *     beside its routes
   */
  static SendPayload find(RouteFolders routes, String provider, String name, Path given) {
    String event = withoutEnding(name);
    List<Path> folders = folders(routes, provider, given);
    List<String> known = new ArrayList<>();
    for (Path folder : folders) {
      FixtureFolder fixtures = new FixtureFolder(provider, folder);
      if (fixtures.events().contains(event)) {
        return read(fixtures.body(event), fixtures.headers(event));
      }
      known.addAll(fixtures.events());
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      FixtureFolder around = new FixtureFolder(provider, file.toAbsolutePath().getParent());
      return read(file, around.headers(withoutEnding(file.getFileName().toString())));
    }
    throw new CommandException(
        "there is no fixture "
            + name
            + " of "
            + provider
            + ", and no such file; "
            + Suggestions.few(event, known));
  }

  /**
   * The name of the simplest fixture that causes an event.
   *
   * @param event an event type, or the provider's name for it
   */
  static String making(RouteFolders routes, String provider, String event, Path given) {
    List<String> fits = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (Path folder : folders(routes, provider, given)) {
      FixtureFolder fixtures = new FixtureFolder(provider, folder);
      for (String name : fixtures.events()) {
        for (JsonNode made : expected(fixtures.expected(name))) {
          String type = made.path("eventType").asText();
          known.add(type);
          if (event.equals(type) || event.equals(made.path("nativeEvent").asText())) {
            fits.add(name);
          }
        }
      }
    }
    return fits.stream()
        .min(Comparator.comparingInt(String::length).thenComparing(name -> name))
        .orElseThrow(
            () ->
                new CommandException(
                    "no fixture of "
                        + provider
                        + " makes "
                        + event
                        + "; "
                        + Suggestions.few(event, known)));
  }

  private static JsonNode expected(Path file) {
    try {
      return Files.isRegularFile(file)
          ? FixtureJson.parse(Files.readAllBytes(file)).path("events")
          : FixtureJson.object();
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> folders(RouteFolders routes, String provider, Path given) {
    if (given != null) {
      Path own = given.resolve(provider);
      if (!Files.isDirectory(given)) {
        throw new CommandException("--fixtures: there is no folder " + given);
      }
      return List.of(Files.isDirectory(own) ? own : given);
    }
    List<Path> all = new ArrayList<>();
    for (Path root : routes.roots()) {
      // An added folder replaces the one in the jar.
      all.add(0, root.resolveSibling("fixtures").resolve(provider));
      all.add(0, root.resolve(provider).resolve("fixtures"));
    }
    return all.stream().filter(Files::isDirectory).toList();
  }

  private static SendPayload read(Path file, Map<String, String> headers) {
    try {
      return new SendPayload(Files.readAllBytes(file), headers);
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String withoutEnding(String name) {
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }
}
