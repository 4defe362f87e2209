package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.support.TraceCollector;
import io.bellhop.support.TraceCollector.Span;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook's trace, from its sender to a subscriber. */
class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENDER = "00f067aa0ba902b7";
  private static final String SENT = "00-" + TRACE + "-" + SENDER + "-01";
  private static final String GUEST = "Anna Example";

  /** A provider whose records its API has. */
  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: acme-ingest
          parameters:
            - {name: provider, value: acme}
            - {name: verify, value: basic}
            - {name: event, value: "$.type"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.stay"}
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: acme-api
          parameters:
            - {name: provider, value: acme}
            - {name: baseUrl, value: "https://api.example.com"}
            - {name: auth, value: bearer}
      - route:
          id: acme-events
          description: Fetches the stay that a webhook names.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct
            parameters: {name: bellhop-acme}
            steps:
              - setVariables:
                  variables:
                    - {name: recordId, expression: {language: {language: jslt, expression: "text(.stay)"}}}
                    - {name: recordType, expression: {constant: {expression: reservation}}}
                    - {name: verb, expression: {constant: {expression: updated}}}
                    - {name: apiPath, expression: {constant: {expression: "/v1/stays/{recordId}"}}}
              - to: {uri: direct, parameters: {name: acme-api}}
              - to: {uri: direct, parameters: {name: bellhop-publish}}
      """;

  @TempDir private Path routes;

  private final Receiver api = new Receiver();
  private final Receiver subscriber = new Receiver();

  @Test
  void one_trace_goes_from_the_sender_to_the_subscriber_and_through_a_restart() throws Exception {
    String url = Store.H2.freshUrl();
    try (TraceCollector collector = new TraceCollector();
        api;
        subscriber) {
      Map<String, String> options =
          options(Map.of("bellhop.tracing", "otlp", "bellhop.tracing.endpoint", collector.url()));
      HubClient.Account account;
      // The route of the first cannot end, and the subscriber does not take the event of the
      // second.
      api.usually(
          request ->
              (request.path().endsWith("/1") ? Answer.status(503) : Answer.text(200, record("2")))
                  .to(request));
      subscriber.usually(Answer.status(503));
      try (TestHub hub = TestHub.startAt(url, options)) {
        account = account(hub);
        post(hub, account, "1", SENT);
        post(hub, account, "2", null);
        api.await(calls -> calls.size() >= 2);
        subscriber.await(1);
      }
      String begun = subscriber.received().get(0).header("traceparent").split("-")[1];
      subscriber.forget();
      api.usually(
          request -> Answer.text(200, record(request.path().replaceAll(".*/", ""))).to(request));
      subscriber.usually(Answer.status(200));
      try (TestHub hub = TestHub.startAt(url, options)) {
        List<Received> posts = subscriber.await(all -> all.size() >= 2);

        Map<String, String> traces =
            posts.stream()
                .collect(
                    Collectors.toMap(
                        Received::record, post -> post.header("traceparent").split("-")[1]));
        assertThat(traces).containsEntry("1", TRACE).containsEntry("2", begun);
        assertThat(begun).isNotEqualTo(TRACE);
      }
      List<Span> spans = collector.await(all -> named(all, "bellhop deliver").size() >= 3);
      List<Span> sent = spans.stream().filter(span -> span.trace().equals(TRACE)).toList();
      Span ingest = named(sent, "bellhop ingest").get(0);
      assertThat(ingest.parent()).isEqualTo(SENDER);
      List<Span> runs = named(sent, "bellhop route");
      assertThat(runs).hasSizeGreaterThanOrEqualTo(2).allMatch(of(ingest));
      assertThat(named(sent, "bellhop api"))
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(call -> runs.stream().anyMatch(run -> call.parent().equals(run.id())))
          .allMatch(call -> call.raw().contains("/v1/stays/{recordId}"));
      Span post = named(sent, "bellhop deliver").get(0);
      assertThat(post).matches(of(ingest));
      assertThat(subscriber.received())
          .anyMatch(
              one -> one.header("traceparent").equals("00-" + TRACE + "-" + post.id() + "-01"));
      assertThat(spans)
          .noneMatch(span -> span.raw().contains(GUEST) || span.raw().contains("Anna"));
    }
  }

  /** A hub that traces nothing lets those who do see one trace all the same. */
  @Test
  void without_tracing_a_valid_traceparent_is_passed_on_and_a_bad_one_ignored() throws Exception {
    try (api;
        subscriber;
        TestHub hub = TestHub.start(options(Map.of()))) {
      api.usually(
          request -> Answer.text(200, record(request.path().replaceAll(".*/", ""))).to(request));
      HubClient.Account account = account(hub);
      post(hub, account, "1", SENT);
      post(hub, account, "2", "00-" + GUEST);
      post(hub, account, "3", null);

      Map<String, String> traces = new HashMap<>();
      subscriber.await(3).forEach(post -> traces.put(post.record(), post.header("traceparent")));

      assertThat(traces).containsEntry("1", SENT).containsEntry("2", null).containsEntry("3", null);
    }
  }

  private Map<String, String> options(Map<String, String> more) {
    Map<String, String> options = OwnProvider.in(routes).routes(ROUTES).options(more);
    options.put("bellhop.delivery.allow-private", "true");
    options.put("bellhop.delivery.retry-scale", "0.01");
    // The secrets of an account outlive a restart as their key does.
    options.put("bellhop.secret-key", Base64.getEncoder().encodeToString(new byte[32]));
    return options;
  }

  private HubClient.Account account(TestHub hub) {
    ObjectNode fields = OwnProvider.in(routes).accountWithProof();
    fields.putObject("api").put("token", "t").put("base_url", api.uri().toString());
    hub.client()
        .makeWebhook(
            FixtureJson.object()
                .put("callback_url", subscriber.url())
                .put("event_mask", "*")
                .put("is_global", true)
                .put("is_active", true)
                .put("send_data", true));
    return hub.client().makeAccount(fields);
  }

  private static void post(
      TestHub hub, HubClient.Account account, String stay, String traceParent) {
    Map<String, String> headers = new HashMap<>(OwnProvider.PROOF);
    if (traceParent != null) {
      headers.put("traceparent", traceParent);
    }
    byte[] body =
        "{\"id\":\"%s\",\"type\":\"stay\",\"stay\":\"%s\",\"guest\":\"%s\"}"
            .formatted(stay, stay, GUEST)
            .getBytes(StandardCharsets.UTF_8);
    URI listener = account.listener();
    assertThat(hub.senders().post(listener, body, headers).statusCode()).isEqualTo(200);
  }

  private static String record(String id) {
    return "{\"id\":\"%s\",\"status\":\"confirmed\",\"guest\":{\"name\":\"%s\"}}"
        .formatted(id, GUEST);
  }

  private static List<Span> named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  private static Predicate<Span> of(Span parent) {
    return span -> span.parent().equals(parent.id());
  }
}
