package io.bellhop.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.json.YamlNode;
import io.bellhop.subscription.EventNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** docs/events.md, from the catalogue of event types and its examples. */
final class EventsPage {
  private static final String HEAD =
      """
# Event types

<!-- Generated from src/main/resources/io/bellhop/api/events by GeneratedDocsTest. Edit the files there. -->

A hub serves this catalogue at `/schemas/`, with the types of the providers that it has loaded. Each event is an
envelope as [api.md](api.md#events) describes it; the whole JSON Schema is at `/schemas/event.json`. The examples are
what the providers' fixtures make, with an invented provider.

Further record types of a provider have `created`, `updated` and `deleted` by one rule, with the record of
`/schemas/record-resource.json`.

| event type | says that | record |
|---|---|---|
""";

  private EventsPage() {}

  static String of(Path folder) throws IOException {
    JsonNode catalogue =
        YamlNode.parse(Files.readString(folder.resolve("catalogue.yaml")), false).json();
    StringBuilder page = new StringBuilder(HEAD);
    for (String name : EventNames.KNOWN) {
      JsonNode type = catalogue.path(name);
      page.append(
          "| [`%s`](#%s) | %s | `%s` |\n"
              .formatted(
                  name,
                  name.replace(".", ""),
                  type.path("description").asText(),
                  type.path("record").asText()));
    }
    for (String name : EventNames.KNOWN) {
      page.append("\n## ").append(name).append("\n\n");
      page.append(catalogue.path(name).path("description").asText()).append("\n\n```json\n");
      page.append(Files.readString(folder.resolve("examples").resolve(name + ".json")));
      page.append("```\n");
    }
    return page.toString();
  }
}
