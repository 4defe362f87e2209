package io.bellhop.contract;

import static io.bellhop.pipeline.RouteExchange.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record was before is mapped, by the template bellhop-before, only where it counts. */
class StateBeforeTest {
  private static final String MAPPED = "the state before was mapped";

  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: acme-ingest
          parameters:
            - {name: provider, value: acme}
            - {name: verify, value: token}
            - {name: event, value: "$.type"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.stay.id"}
      - templatedRoute:
          routeTemplateRef: bellhop-events
          routeId: acme-events
          parameters:
            - {name: provider, value: acme}
            - {name: to, value: acme-stay}
      - route:
          id: acme-stay
          description: Publishes a stay with what it was before.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct:acme-stay
            steps:
              - setVariables:
                  variables:
                    - name: recordType
                      constant: reservation
                    - name: verb
                      constant: updated
                    - name: recordId
                      language:
                        language: jslt
                        expression: text(.stay.id)
                    - name: was
                      language:
                        language: jslt
                        expression: .was
              - setBody:
                  language:
                    language: jslt
                    expression: .stay
              - to: direct:acme-before
              - to: direct:acme-map
              - to: direct:bellhop-publish
      - templatedRoute:
          routeTemplateRef: bellhop-before
          routeId: acme-before
          parameters:
            - {name: from, value: acme-before}
            - {name: earlier, value: $was}
            - {name: map, value: acme-map}
      - route:
          id: acme-map
          description: Maps a stay, and says so if it is an old one.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct:acme-map
            steps:
              - setBody:
                  language:
                    language: jslt
                    expression: >-
                      {"id": text(.id), "numberOfGuests": count(.guests),
                       "none": if (.old) warn("the state before was mapped")}
      """;

  @TempDir private Path routes;
  @TempDir private Path data;

  @Test
  void it_counts_for_a_record_that_was_never_seen_and_is_not_even_mapped_for_one_that_is_known()
      throws Exception {
    String url = Store.H2.freshUrl();
    HubClient.Account account;
    try (TestHub hub = hub(url)) {
      account = account(hub);
      JsonNode first = event(hub, account, "d1", "7", 3, 2);
      assertThat(changes(first)).isEqualTo(guests(2, 3));
      assertThat(first.at("/data/warnings").toString()).contains(MAPPED);

      JsonNode second = event(hub, account, "d2", "7", 5, 4);
      assertThat(changes(second)).as("a change was missed").isEqualTo(guests(3, 5));
      assertThat(second.toString()).doesNotContain(MAPPED);

      JsonNode other = event(hub, account, "d3", "8", 2, 1);
      assertThat(changes(other)).isEqualTo(guests(1, 2));
    }
    try (TestHub hub = hub(url)) {
      JsonNode third = event(hub, account, "d4", "7", 7, 6);
      assertThat(changes(third)).as("also after a restart").isEqualTo(guests(5, 7));
    }
  }

  private static JsonNode changes(JsonNode event) {
    return event.at("/data/changes");
  }

  private static JsonNode guests(int from, int to) {
    return json("{'numberOfGuests': [%d, %d]}".formatted(from, to));
  }

  private static JsonNode event(
      TestHub hub, HubClient.Account account, String id, String stay, int guests, int before) {
    String body =
        """
        {'id': '%s', 'type': 'changed', 'stay': {'id': '%s', 'guests': %d},
         'was': {'id': '%s', 'guests': %d, 'old': true}}
        """
            .formatted(id, stay, guests, stay, before);
    URI listener = URI.create(hub.server().url() + account.listener().getPath());
    byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
    assertThat(hub.senders().post(listener, bytes, Map.of()).statusCode()).isEqualTo(200);
    hub.awaitSettled();
    List<JsonNode> events = hub.events(account);
    return events.get(events.size() - 1);
  }

  private TestHub hub(String url) throws Exception {
    Path own = Files.createDirectories(routes.resolve("acme"));
    Files.writeString(own.resolve("acme.camel.yaml"), ROUTES);
    return TestHub.startAt(
        url,
        Map.of(
            "bellhop.providers",
            "acme",
            "bellhop.routes.extra",
            routes.toString(),
            "bellhop.data",
            data.toString()));
  }

  private static HubClient.Account account(TestHub hub) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("provider", "acme").put("name", "Hotel");
    return hub.client().makeAccount(fields);
  }
}
