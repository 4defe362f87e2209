package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a provider does not send, declared in {@code fixtures/check.json} with the reason: {@code
 * {"without": {"reservation.updatedAt": "Acme names no time of change"}}}. A name may apply to one
 * fixture ({@code stay-thin/reservation.status}), or be {@code older}: there is no older state to
 * send. Not thread-safe.
 */
final class DeclaredGaps {
  static final String OLDER = "older";

  private final Path file;
  private final Map<String, String> without = new TreeMap<>();
  private final Set<String> used = new TreeSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private DeclaredGaps(Path file) {
    this.file = file;
  }

  static DeclaredGaps of(FixtureFolder folder) {
    DeclaredGaps reasons = new DeclaredGaps(folder.check());
    if (Files.isRegularFile(folder.check())) {
      reasons.read();
    }
    return reasons;
  }

  private void read() {
    JsonNode given;
    try {
      given = FixtureJson.parse(Files.readAllBytes(file));
    } catch (IOException | UncheckedIOException e) {
      findings.add(new Finding(file, 0, "not JSON: " + e.getMessage(), ""));
      return;
    }
    Map<String, String> reasons = FixtureJson.texts(given.path("without"));
    reasons.forEach(
        (name, reason) -> {
          if (reason.isBlank()) {
            findings.add(new Finding(file, 0, name + " has no reason", "say why it is missing"));
          } else {
            without.put(name, reason);
          }
        });
    if (given.size() != 1 || !given.path("without").isObject()) {
      findings.add(
          new Finding(
              file,
              0,
              "it does not have the known form",
              "write {\"without\": {\"reservation.updatedAt\": \"why\"}}"));
    }
  }

  /** Whether a field of a record, or something else, may be missing. */
  boolean allow(String fixture, String name) {
    boolean allowed = false;
    for (String written : List.of(name, fixture + "/" + name)) {
      if (without.containsKey(written)) {
        used.add(written);
        allowed = true;
      }
    }
    return allowed;
  }

  /** The faults of the file itself, after all other checks. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    for (String name : without.keySet()) {
      if (!used.contains(name)) {
        all.add(
            new Finding(
                file,
                0,
                name + " is missing from no record",
                "leave it out, or write <type>.<field>, <fixture>/<type>.<field> or older"));
      }
    }
    return all;
  }
}
