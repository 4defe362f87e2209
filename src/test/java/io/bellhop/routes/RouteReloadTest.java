package io.bellhop.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.LogCapture;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve --dev} does with files that are saved while it serves. */
class RouteReloadTest {
  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: acme-ingest
          parameters:
            - {name: provider, value: acme}
            - {name: proof, value: basic}
            - {name: event, value: "$.type"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.stay.id"}
      - route:
          id: acme-events
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct
            parameters: {name: bellhop-acme}
            steps:
              - setVariables:
                  variables:
                    - {name: recordType, expression: {constant: {expression: reservation}}}
                    - {name: verb, expression: {constant: {expression: updated}}}
              - choice:
                  when:
                    - expression: {simple: {expression: "${variable.event} == 'stay'"}}
                      steps:
                        - setBody: {expression: {language: {language: jslt, expression: acme/stay.jslt}}}
                        - to: {uri: direct, parameters: {name: bellhop-publish}}
                  otherwise:
                    steps: [{to: {uri: direct, parameters: {name: bellhop-ignore}}}]
      """;
  private static final String MAPPING =
      "{\"id\": string(.stay.id), \"status\": upper(.stay.state)}";

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private final LogCapture log = LogCapture.of(RouteReload.class);
  private TestHub hub;
  private HubClient.Account account;
  private int sent;

  @BeforeEach
  void a_hub_serves_a_folder() throws Exception {
    save("acme/acme.camel.yaml", ROUTES);
    save("acme/stay.jslt", MAPPING);
    hub = TestHub.start(OwnProvider.in(folder).options(Map.of()));
    assertThat(hub.server().hub().reload(folder -> List.of())).containsExactly(folder);
    account = hub.client().makeAccount(OwnProvider.in(folder).accountWithProof());
    assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo("CONFIRMED");
  }

  @AfterEach
  void it_stops() throws Exception {
    log.close();
    hub.close();
  }

  @Test
  void a_saved_mapping_is_taken_up_and_a_replay_corrects_what_the_wrong_one_has_made()
      throws Exception {
    save("acme/stay.jslt", MAPPING.replace("upper(.stay.state)", "\"PENDING\""));

    awaitStatus("PENDING");

    byte[] replay = "{\"filter\": {\"provider\": \"acme\"}}".getBytes(StandardCharsets.UTF_8);
    hub.client().call("POST", "/inbox_replays", replay);
    await()
        .untilAsserted(
            () ->
                assertThat(hub.events(account))
                    .filteredOn(event -> event.at("/data/record/id").asText().equals("1"))
                    .extracting(event -> event.at("/data/record/status").asText())
                    .containsExactly("CONFIRMED", "PENDING"));
  }

  @Test
  void a_saved_route_file_with_another_event_is_taken_up() throws Exception {
    save("acme/acme.camel.yaml", ROUTES.replace("== 'stay'", "in 'stay,visit'"));

    await().untilAsserted(() -> assertThat(eventOf("visit")).isNotNull());
  }

  @Test
  void the_settings_of_a_listener_are_taken_up() throws Exception {
    save("acme/acme.camel.yaml", ROUTES.replace("$.type", "@x-event"));

    await().untilAsserted(() -> assertThat(eventOf("other")).isNotNull());
  }

  @Test
  void broken_yaml_is_reported_and_the_old_routes_serve_until_it_is_fixed() throws Exception {
    save("acme/acme.camel.yaml", ROUTES.replace("- choice:", "- chioce:"));

    awaitReport("acme.camel.yaml", "chioce");
    assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo("CONFIRMED");

    save("acme/acme.camel.yaml", ROUTES.replace("== 'stay'", "== 'visit'"));
    await().untilAsserted(() -> assertThat(eventOf("visit")).isNotNull());
  }

  @Test
  void a_broken_mapping_is_reported_and_the_old_one_serves_until_it_is_fixed() throws Exception {
    save("acme/stay.jslt", MAPPING + "}");

    awaitReport("acme/stay.jslt", "JSLT does not compile");
    assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo("CONFIRMED");

    save("acme/stay.jslt", MAPPING.replace("upper(.stay.state)", "\"PENDING\""));
    awaitStatus("PENDING");
  }

  @Test
  void what_only_shows_when_routes_start_brings_the_old_ones_back() throws Exception {
    // Two routes of one name: nothing is wrong with the file until the second one listens.
    String twin =
        """
        - route:
            id: acme-twin
            from:
              uri: direct
              parameters: {name: bellhop-acme}
              steps: [{to: {uri: direct, parameters: {name: bellhop-ignore}}}]
        """;
    save("acme/acme.camel.yaml", ROUTES + twin);

    awaitReport("acme", "bellhop-acme");
    assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  void a_route_id_of_another_folder_is_refused() throws Exception {
    save("beta/beta.camel.yaml", ROUTES.replace("acme-ingest", "beta-ingest"));

    awaitReport("beta", "acme-events");
    assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  void a_new_folder_is_a_new_provider_and_a_deleted_one_is_no_longer_one() throws Exception {
    save(elsewhere, "beta/stay.jslt", MAPPING);
    save(elsewhere, "beta/beta.camel.yaml", ROUTES.replace("acme", "beta"));
    Files.move(elsewhere.resolve("beta"), folder.resolve("beta"));
    awaitLog(Level.INFO, "reloaded " + folder.resolve("beta"));
    HubClient.Account beta =
        hub.client().makeAccount(new OwnProvider(folder, "beta").accountWithProof());
    assertThat(post(beta, "stay")).isEqualTo(200);
    hub.awaitSettled();

    Files.delete(folder.resolve("beta/beta.camel.yaml"));
    Files.delete(folder.resolve("beta/stay.jslt"));
    Files.delete(folder.resolve("beta"));
    await().until(() -> post(beta, "stay") == 404);
    // What was still taken for it waits for its routes to come back; others do not wait.
    assertThat(post(account, "stay")).isEqualTo(200);
    await().until(() -> hub.events(account).size() == 2);
  }

  @Test
  void a_changed_template_or_option_is_named_as_something_for_the_next_start() throws Exception {
    save("_shared/more.camel.yaml", "[]");
    awaitLog(Level.WARN, "next start");
    log.clear();
    save("acme/options.properties", "bellhop.acme.x=1");
    awaitLog(Level.WARN, "options.properties has changed: Bellhop reads it at the next start");
  }

  @Test
  void unreadable_files_are_named_and_the_next_save_counts_again() throws Exception {
    Path broken = Files.write(folder.resolve("acme/more.jslt"), new byte[] {(byte) 0xc3, 0x28});
    awaitLog(Level.WARN, "Bellhop cannot watch the route files", broken.toString());
    assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo("CONFIRMED");

    Files.delete(broken);
    awaitLog(Level.WARN, "can read the route files again");
    save("acme/stay.jslt", MAPPING.replace("upper(.stay.state)", "\"PENDING\""));
    awaitStatus("PENDING");
  }

  private void awaitStatus(String status) {
    await()
        .untilAsserted(
            () -> assertThat(eventOf("stay").at("/record/status").asText()).isEqualTo(status));
  }

  private void awaitReport(String... words) {
    awaitLog(Level.ERROR, words);
    assertThat(log.lines(Level.ERROR)).hasSize(1);
  }

  private void awaitLog(Level level, String... words) {
    await()
        .untilAsserted(
            () ->
                assertThat(log.lines(level))
                    .anySatisfy(line -> assertThat(line).contains(words).hasLineCount(1)));
  }

  /** What becomes of a new stay: an event's data, or null. */
  private JsonNode eventOf(String type) {
    assertThat(post(account, type)).isEqualTo(200);
    hub.awaitSettled();
    return hub.events(account).stream()
        .map(event -> event.path("data"))
        .filter(data -> data.at("/record/id").asText().equals("" + sent))
        .findFirst()
        .orElse(null);
  }

  private int post(HubClient.Account to, String type) {
    sent++;
    String body =
        "{\"id\": %d, \"type\": \"%s\", \"stay\": {\"id\": %d, \"state\": \"confirmed\"}}"
            .formatted(sent, type, sent);
    Map<String, String> headers = new HashMap<>(OwnProvider.PROOF);
    headers.put("x-event", "stay");
    return hub.senders()
        .post(to.listener(), body.getBytes(StandardCharsets.UTF_8), headers)
        .statusCode();
  }

  private void save(String name, String text) {
    save(folder, name, text);
  }

  private static void save(Path root, String name, String text) {
    String[] parts = name.split("/");
    new OwnProvider(root, parts[0]).write(parts[1], text);
  }
}
