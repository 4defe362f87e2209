package io.bellhop.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** docs/configuration.md, from bellhop.properties. */
final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      <!-- Generated from src/main/resources/bellhop.properties by GeneratedDocsTest. Edit that file. -->

      Bellhop reads options from three places. The first of them that names an option wins:

      1. a Java system property, before `-jar`: `java -Dbellhop.http.port=9090 -jar target/bellhop.jar`
      2. the environment, in upper case, with `_` for dots and dashes: `BELLHOP_HTTP_PORT=9090`
      3. a properties file that `bellhop.config` or `BELLHOP_CONFIG` names

      Times are written `500ms`, `2s`, `5m`, `1h` or `30d`; only `0` needs no unit. A start with an unknown option fails with exit code 1 and one line that names
      the option and the nearest ones that exist. An application that embeds Bellhop sets the same options as Camel properties:
      [embedding.md](embedding.md#options). Providers have options of their own, which their pages describe:
      %s.
      """;

  private ConfigurationPage() {}

  static String of(Path properties, List<String> providers) throws IOException {
    List<String> links =
        providers.stream().map(name -> "[%s](providers/%s.md)".formatted(name, name)).toList();
    StringBuilder page = new StringBuilder(HEAD.formatted(String.join(", ", links)));
    for (OptionsFile section : OptionsFile.sections(properties)) {
      if (!section.title().isEmpty()) {
        page.append("\n## ").append(section.title()).append("\n");
        if (!section.introduction().isEmpty()) {
          page.append("\n").append(section.introduction()).append("\n");
        }
        if (!section.options().isEmpty()) {
          page.append("\n").append(section.table());
        }
      }
    }
    return page.toString();
  }
}
