package io.bellhop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The parameters that a provider's route files give to Bellhop's templates. */
final class ProviderRouteFiles {
  private final Path folder;

  ProviderRouteFiles(Path folder) {
    this.folder = folder;
  }

  /** The parameters for a template; empty if no YAML file of the folder uses the template. */
  Optional<Map<String, String>> parameters(String template) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList()) {
        Object content =
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        for (Object entry : (List<?>) content) {
          if (((Map<?, ?>) entry).get("templatedRoute") instanceof Map<?, ?> route
              && template.equals(route.get("routeTemplateRef"))) {
            return Optional.of(values((List<?>) route.get("parameters")));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> values(List<?> parameters) {
    Map<String, String> values = new HashMap<>();
    for (Object parameter : parameters) {
      Map<?, ?> pair = (Map<?, ?>) parameter;
      values.put(String.valueOf(pair.get("name")), String.valueOf(pair.get("value")));
    }
    return values;
  }
}
