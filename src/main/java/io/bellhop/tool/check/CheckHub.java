package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.ProviderFolder;
import io.bellhop.tool.fixture.Senders;
import io.bellhop.tool.fixture.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running hub that plays fixtures, each with its own account. */
final class CheckHub {
  static final Duration TIMEOUT = Duration.ofSeconds(120);

  private static final Pattern MAPPING =
      Pattern.compile("the mapping (\\S+\\.(?:jslt|jsonata))(?::(\\d+))? of");

  private final HubClient client;
  private final RouteFolders routes;
  private final Expectations expectations;
  private final CoverageNotes coverage = new CoverageNotes();
  private final Senders senders = new Senders();
  private final Map<FixtureFolder, DeclaredGaps> reasons = new LinkedHashMap<>();
  private final Map<String, ProviderFolder> providers = new HashMap<>();

  CheckHub(HubClient client, RouteFolders routes, Expectations expectations) {
    this.client = client;
    this.routes = routes;
    this.expectations = expectations;
  }

  HubClient client() {
    return client;
  }

  RouteFolders routes() {
    return routes;
  }

  Expectations expectations() {
    return expectations;
  }

  CoverageNotes coverage() {
    return coverage;
  }

  /** The fields that a folder declares as missing, with the reasons. */
  DeclaredGaps reasons(FixtureFolder folder) {
    return reasons.computeIfAbsent(folder, DeclaredGaps::of);
  }

  /** The faults of these declarations, after all fixtures ran. */
  List<Finding> unusedReasons() {
    return reasons.values().stream().flatMap(given -> given.findings().stream()).toList();
  }

  /** The listener and the API in the provider's route files. */
  ProviderFolder provider(FixtureFolder folder) {
    return providers.computeIfAbsent(
        folder.provider(), provider -> ProviderFolder.of(routes, provider));
  }

  HubClient.Account account(FixtureFolder folder, FixtureApi api) {
    return client.makeAccount(fields(folder, api));
  }

  /** The fields of an account with the fixtures' API. */
  ObjectNode fields(FixtureFolder folder, FixtureApi api) {
    ObjectNode fields = folder.account(api.uri().toString());
    if (provider(folder).api().containsKey("tokenBaseUrl")) {
      // Fixtures replace that host too, because a check calls no provider.
      fields.withObject("api").put("token_base_url", api.uri().toString());
    }
    return fields;
  }

  /**
   * Posts a body as the provider would.
   *
   * @param headers the event whose additional headers to send
   * @return the status of the answer
   */
  int post(FixtureFolder folder, HubClient.Account account, Path body, String headers)
      throws IOException {
    byte[] bytes = Files.readAllBytes(body);
    Map<String, String> all = new HashMap<>(folder.headers(headers));
    ObjectNode fields = folder.account("");
    all.putAll(
        Signer.of(provider(folder).ingest(), FixtureJson.texts(fields.path("webhook")))
            .headers(bytes, "msg_" + UUID.randomUUID(), Instant.now()));
    return senders.post(account.listener(), bytes, all).statusCode();
  }

  /** The failure, at the line of the mapping if a mapping failed. */
  Finding failure(Path body, String what, String error) {
    Matcher mapping = MAPPING.matcher(error);
    if (mapping.find()) {
      for (Path folder : routes.folders()) {
        Path file = folder.getParent().resolve(mapping.group(1));
        if (Files.isRegularFile(file)) {
          int line = mapping.group(2) == null ? 0 : Integer.parseInt(mapping.group(2));
          return new Finding(file, line, error, what + " (" + PathFormat.of(body) + ")");
        }
      }
    }
    return new Finding(body, 0, what + ": " + error, "see the route that it ran through");
  }
}
