package io.bellhop.tool.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.ConfigException;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.ProviderFolder;
import io.bellhop.tool.fixture.ScriptNode;
import io.bellhop.tool.fixture.Signer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The provider of the sent webhooks: the first provider whose {@code demo.yaml} has a part for the
 * bench.
 */
final class BenchProvider {
  private final String provider;
  private final ScriptNode script;
  private final Fixtures fixtures;
  private final Map<String, String> ingest;

  private BenchProvider(RouteFolders folders, Path folder, ScriptNode script) {
    this.provider = RouteFolders.name(folder);
    this.script = script.only(Set.of("whole", "thin", "options"));
    this.fixtures = Fixtures.ofProvider(folder);
    this.ingest = ProviderFolder.of(folders, provider).ingest();
  }

  /** Uses only providers in the jar, because the measurement must be the same everywhere. */
  static BenchProvider inJar() {
    RouteFolders folders = RouteFolders.of("", "");
    for (Path folder : folders.folders()) {
      ScriptNode script = ScriptNode.ofFolder(folder).flatMap(s -> s.part("bench")).orElse(null);
      if (script != null) {
        return new BenchProvider(folders, folder, script);
      }
    }
    throw new ConfigException("no provider's " + ScriptNode.FILE + " has a part named bench");
  }

  String name() {
    return provider;
  }

  /**
   * The hub's options for the sent webhooks, for example not to wait for an answer that never
   * arrives.
   */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    script.values("options").forEach((name, value) -> options.put(name, value.asText()));
    return options;
  }

  /** An account whose API Bellhop never calls. */
  ObjectNode account() {
    ObjectNode fields = fixtures.json("account.json");
    fields.remove("api");
    return fields.put("provider", provider).put("name", "whole records");
  }

  /** An account whose API is at this address. */
  ObjectNode accountAt(String api) {
    ObjectNode fields = fixtures.json("account.json");
    fields.withObject("api").put("base_url", api);
    return fields.put("provider", provider).put("name", "records to be read");
  }

  /** Webhooks with the complete record. */
  SignedReservations whole() {
    return webhooks("whole");
  }

  /** Webhooks that contain only the id of a record, so that Bellhop reads each from the API. */
  SignedReservations thin() {
    return webhooks("thin");
  }

  private SignedReservations webhooks(String kind) {
    ScriptNode one = script.part(kind).orElseThrow(() -> script.wrong("there is no " + kind));
    one.only(Set.of("send", "id", "code", "time", "property", "arrival", "departure"));
    Map<String, String> verifier = FixtureJson.texts(fixtures.json("account.json").path("webhook"));
    ObjectNode body = fixtures.json(one.text("send") + ".json");
    RandomIds ids = new RandomIds();
    List<Replacement> ofRecord = new ArrayList<>(stays(one, body));
    String id = text(one, body, "id");
    if (id.length() < RandomIds.DIGITS) {
      throw one.wrong("id must have " + RandomIds.DIGITS + " digits or more, was: " + id);
    }
    ofRecord.add(Replacement.id(id, ids));
    List<Replacement> ofWebhook =
        List.of(
            Replacement.id(text(one, body, "code"), new RandomIds()),
            Replacement.time(text(one, body, "time")));
    return new SignedReservations(
        FixtureJson.bytes(body), ids, ofRecord, ofWebhook, Signer.of(ingest, verifier));
  }

  /** The replaced dates of stays; empty if the body has none. */
  private static List<Replacement> stays(ScriptNode part, ObjectNode body) {
    return part.has("property")
        ? Replacement.stays(
            text(part, body, "property"),
            text(part, body, "arrival"),
            text(part, body, "departure"),
            LocalDate.now(ZoneOffset.UTC))
        : List.of();
  }

  private static String text(ScriptNode part, ObjectNode body, String name) {
    String at = part.text(name);
    if (!body.at(at).isTextual()) {
      throw part.wrong(name + " must point to a text in the body that is sent, was: " + at);
    }
    return body.at(at).asText();
  }
}
