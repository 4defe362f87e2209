package io.bellhop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two EIPs that the templates show do what the route says: idempotent consumer, aggregator. */
class RouteKeyTest {
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
            - {name: orderKey, value: "$.stay"}
            - {name: mergeEvents, value: part}
            - {name: mergeWindow, value: 300ms}
      - templatedRoute:
          routeTemplateRef: bellhop-events
          routeId: acme-events
          parameters:
            - {name: provider, value: acme}
            - {name: to, value: acme-router}
            - {name: key, value: "${variable.event} ${body.path('revision').asText()}"}
      - route:
          id: acme-router
          description: Announces what comes, alone or merged.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct:acme-router
            steps:
              - choice:
                  when:
                    - jsonpath: $[?(@.dropped)]
                      steps:
                        - to: direct:bellhop-ignore
                    - simple: ${variable.event} == 'part'
                      steps:
                        - to: direct:acme-parts
                  otherwise:
                    steps:
                      - to: direct:acme-announce
      - beans:
          - name: acmeParts
            type: io.bellhop.pipeline.MergeStrategy
            properties: {union: revision}
      - route:
          id: acme-parts
          description: Merges parts, with nothing but their number to say that all are there.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct:acme-parts
            steps:
              - aggregate:
                  aggregationStrategy: acmeParts
                  correlationExpression:
                    simple: ${variable.orderKey}
                  executorService: bellhopCallerRuns
                  completionSizeExpression:
                    simple: ${variable.mergeCount}
                  steps:
                    - to: direct:acme-announce
      - templatedRoute:
          routeTemplateRef: bellhop-record
          routeId: acme-announce
          parameters:
            - {name: provider, value: acme}
            - {name: from, value: acme-announce}
            - {name: recordType, value: availability}
            - {name: verb, value: updated}
            - {name: recordId, value: text(.stay)}
            - {name: inline, value: "."}
            - {name: mapping, value: "{\\"propertyId\\": text(.stay), \\"revision\\": .revision}"}
            - {name: end, value: bellhop-announce}
      """;

  @TempDir private Path routes;
  @TempDir private Path data;

  @Test
  void what_the_expression_gives_is_the_key_also_after_a_restart() throws Exception {
    String url = Store.H2.freshUrl();
    HubClient.Account account;
    try (TestHub hub = hub(url, ROUTES)) {
      account = account(hub);
      post(hub, account, "{'id': 'd1', 'type': 'stay', 'stay': '7', 'revision': '1'}");
      hub.awaitSettled();
      // Another message by its id, and the same by what the route says.
      post(hub, account, "{'id': 'd2', 'type': 'stay', 'stay': '7', 'revision': '1'}");
      // The same by its id, which the route does not ask for.
      post(hub, account, "{'id': 'd1', 'type': 'stay', 'stay': '7', 'revision': '2'}");
      hub.awaitSettled();

      assertThat(hub.statuses(account)).containsExactly("done", "duplicate", "done");
      assertThat(revisions(hub, account)).containsExactly("1", "2");
    }
    try (TestHub hub = hub(url, ROUTES)) {
      post(hub, account, "{'id': 'd3', 'type': 'stay', 'stay': '8', 'revision': '2'}");
      hub.awaitSettled();

      assertThat(hub.statuses(account)).endsWith("duplicate");
      assertThat(revisions(hub, account)).containsExactly("1", "2");
    }
  }

  @Test
  void without_an_expression_of_its_own_the_listeners_key_counts() throws Exception {
    String usual = ROUTES.replaceAll("(?m)^.*name: key, .*\\R", "");
    assertThat(usual).isNotEqualTo(ROUTES);
    try (TestHub hub = hub(Store.H2.freshUrl(), usual)) {
      HubClient.Account account = account(hub);
      post(hub, account, "{'id': 'd1', 'type': 'stay', 'stay': '7', 'revision': '1'}");
      post(hub, account, "{'id': 'd2', 'type': 'stay', 'stay': '7', 'revision': '1'}");
      post(hub, account, "{'id': 'd1', 'type': 'stay', 'stay': '7', 'revision': '2'}");
      hub.awaitSettled();

      assertThat(hub.statuses(account)).containsExactly("done", "done", "duplicate");
    }
  }

  /**
   * No timer completes this aggregator: it would wait for what is dropped, and the hub would retry
   * it.
   */
  @Test
  void what_a_route_drops_before_the_aggregator_is_not_waited_for() throws Exception {
    try (TestHub hub = hub(Store.H2.freshUrl(), ROUTES)) {
      HubClient.Account account = account(hub);
      post(hub, account, "{'id': 'd1', 'type': 'part', 'stay': '7', 'revision': '1'}");
      post(hub, account, "{'id': 'd2', 'type': 'part', 'stay': '7', 'revision': '2'}");
      // One more of the same revision, which the route's own key takes for a repeat.
      post(hub, account, "{'id': 'd3', 'type': 'part', 'stay': '7', 'revision': '2'}");
      post(
          hub, account, "{'id': 'd4', 'type': 'part', 'stay': '7', 'revision': '3', 'dropped': 1}");
      hub.awaitSettled();

      assertThat(hub.statuses(account))
          .containsExactlyInAnyOrder("done", "merged", "duplicate", "ignored");
      assertThat(hub.client().inbox())
          .extracting(row -> row.path("attempts").asInt())
          .as("tries")
          .containsOnly(1);
      assertThat(hub.events(account)).hasSize(1);
      assertThat(hub.events(account).get(0).at("/data/record/revision"))
          .extracting(JsonNode::asText)
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  private TestHub hub(String url, String text) {
    OwnProvider acme = OwnProvider.in(routes).routes(text);
    return TestHub.startAt(
        url, acme.options(Map.of("bellhop.providers", "acme", "bellhop.data", data.toString())));
  }

  private HubClient.Account account(TestHub hub) {
    return hub.client().makeAccount(OwnProvider.in(routes).account());
  }

  private static void post(TestHub hub, HubClient.Account account, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
    assertThat(OwnProvider.post(hub, account, bytes)).isEqualTo(200);
  }

  private static List<String> revisions(TestHub hub, HubClient.Account account) {
    return hub.events(account).stream()
        .map(event -> event.at("/data/record/revision").asText())
        .toList();
  }
}
