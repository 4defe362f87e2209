package io.bellhop.delivery.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.config.ConfigException;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.OutboundEvent.Failures;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.tool.fixture.Loopback;
import io.bellhop.tracing.Tracing;
import io.vertx.core.Vertx;
import java.io.FileNotFoundException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinksTest {
  private static final String SECRET = "whsec_c2luay1zaW5rLXNpbmstc2luay1zaW5r";
  private static final String ENVELOPE =
      """
      {"hook":{"id":"1"},"data":{"record":{"id":"7","name":"Zoë"},"changes":{"a":[1,2]}}}""";

  private final Vertx vertx = Loopback.vertx();
  private final ObjectMapper mapper = new ObjectMapper();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Sinks sinks =
      new Sinks(
          this::schedule,
          new io.bellhop.delivery.http.DeliveryRequest(mapper),
          Duration.ofSeconds(5),
          Tracing.OFF);

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    context.disableJMX();
    context.start();
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.fromBytes(
                "file:sink.camel.yaml",
                Files.readAllBytes(Path.of("routes/_shared/sink.camel.yaml"))));
  }

  @AfterEach
  void stop() throws Exception {
    sinks.close();
    context.close();
    Loopback.await(vertx.close());
  }

  @Test
  void an_endpoint_gets_what_a_post_would_be_and_the_record_as_the_key() throws Exception {
    sinks.open(context, Map.of("here", "mock:here"));
    OutboundEvent event = event();

    assertThat(send(subscription("here", Map.of("x-own", "1"), true), event).isSuccess()).isTrue();

    Message got = got("here");
    byte[] body = got.getBody(byte[].class);
    assertThat(body).asString(StandardCharsets.UTF_8).isEqualTo(ENVELOPE);
    assertThat(got.getHeaders())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("x-own", "1")
        .containsEntry("webhook-id", event.event().id().toString())
        .containsEntry(keyHeaderOfThisCamel(), "account/reservation/7")
        .containsEntry("kafka.KEY", "account/reservation/7")
        .containsEntry("CamelKafkaKey", "account/reservation/7")
        .containsEntry("CamelFileName", event.event().id() + ".json");
    assertThatCode(() -> verify(got, body)).doesNotThrowAnyException();
  }

  /** By the producer of the Camel that this runs on: the build runs it with three of them. */
  @Test
  void a_record_of_kafka_has_the_record_of_its_event_as_the_key() {
    MockProducer<String, String> kafka =
        new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    context.getRegistry().bind("producers", new OneProducer(kafka));
    sinks.open(
        context, Map.of("k", "kafka:events?brokers=127.0.0.1:1&kafkaClientFactory=#producers"));

    assertThat(send(subscription("k", Map.of(), true), event()).error()).isNull();
    List<OutboundEvent> batch = List.of(event(), event());
    assertThat(sinks.sendAll(subscription("k", Map.of(), true), batch, Instant.now()).isTaken())
        .isTrue();

    assertThat(kafka.history())
        .hasSize(3)
        .extracting(ProducerRecord::key)
        .containsOnly("account/reservation/7");
  }

  private static final class OneProducer extends DefaultKafkaClientFactory {
    private final MockProducer<String, String> producer;

    OneProducer(MockProducer<String, String> producer) {
      this.producer = producer;
    }

    @Override
    public Producer<String, String> getProducer(Properties settings) {
      return producer;
    }
  }

  private Runnable schedule(Duration delay, Runnable task) {
    long timer = vertx.setTimer(delay.toMillis(), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  /** Not the constant itself: it would be that of the Camel that this was compiled with. */
  private static String keyHeaderOfThisCamel() throws ReflectiveOperationException {
    return (String) KafkaConstants.class.getField("KEY").get(null);
  }

  @Test
  void without_send_data_it_gets_the_id_alone() throws Exception {
    sinks.open(context, Map.of("here", "mock:here"));

    send(subscription("here", Map.of(), false), event());

    JsonNode data = mapper.readTree(got("here").getBody(byte[].class)).get("data");
    assertThat(data).isEqualTo(mapper.readTree("{\"recordId\":\"7\"}"));
  }

  @ParameterizedTest
  @CsvSource({"CamelFileName", "camelfilename", "kafka.OVERRIDE_TOPIC", "JMSDestination"})
  void a_webhooks_own_headers_cannot_tell_the_endpoint_what_to_do(String header) {
    sinks.open(context, Map.of("here", "mock:here"));
    OutboundEvent event = event();

    send(subscription("here", Map.of(header, "../elsewhere"), true), event);

    assertThat(got("here").getHeaders().values()).doesNotContain("../elsewhere");
  }

  @Test
  void a_file_is_named_by_the_event_and_holds_the_bytes_of_a_post() throws Exception {
    sinks.open(context, Map.of("files", "file:" + folder));
    OutboundEvent event = event();

    send(subscription("files", Map.of("CamelFileName", "../outside"), true), event);
    send(subscription("files", Map.of(), true), event);

    assertThat(folder.toFile().list()).containsExactly(event.event().id() + ".json");
    assertThat(folder.resolve(event.event().id() + ".json")).hasContent(ENVELOPE);
  }

  @Test
  void a_failure_is_shown_by_its_kind_and_tried_once() {
    bind("mean", e -> fail(new IllegalStateException("holds data", new FileNotFoundException())));
    sinks.open(context, Map.of("mean", "bean:mean"));

    HttpReply reply = send(subscription("mean", Map.of(), true), event());

    assertThat(reply).isEqualTo(HttpReply.failed("IllegalStateException: FileNotFoundException"));
    assertThat(calls.getCount()).isEqualTo(8);
  }

  @Test
  void an_endpoint_that_hangs_is_given_up_and_holds_up_no_other() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    bind(
        "hanging",
        e -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException end) {
            interrupted.countDown();
          }
        });
    try (Sinks hasty =
        new Sinks(
            this::schedule,
            new io.bellhop.delivery.http.DeliveryRequest(mapper),
            Duration.ofSeconds(1),
            Tracing.OFF)) {
      hasty.open(context, Map.of("slow", "bean:hanging", "quick", "mock:quick"));
      for (int i = 0; i < 40; i++) {
        hasty.send(subscription("slow", Map.of(), true), event(), Instant.now());
      }
      CompletableFuture<HttpReply> last =
          hasty.send(subscription("slow", Map.of(), true), event(), Instant.now());

      HttpReply quick =
          hasty
              .send(subscription("quick", Map.of(), true), event(), Instant.now())
              .get(60, TimeUnit.SECONDS);

      assertThat(last).isNotDone();
      assertThat(quick.isSuccess()).isTrue();
      assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(HttpReply.failed("not taken in 1 s"));
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_secret_may_stand_in_a_variable() {
    sinks.open(context, Map.of("here", "mock:{{sys:user.name}}?retainFirst=5"));

    send(subscription("here", Map.of(), true), event());

    String user = System.getProperty("user.name");
    assertThat(context.getEndpoints())
        .filteredOn(endpoint -> endpoint.getEndpointUri().startsWith("mock://" + user + "?"))
        .singleElement()
        .satisfies(e -> assertThat(((MockEndpoint) e).getReceivedCounter()).isEqualTo(1));
  }

  @Test
  void own_routes_without_the_template_fail_with_what_they_lack() throws Exception {
    ((ModelCamelContext) context).removeRouteTemplateDefinitions("bellhop-sink");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> sinks.open(context, Map.of("here", "mock:here")))
        .withMessageContaining("bellhop.sinks.here: needs the template bellhop-sink");
  }

  @Test
  void a_removed_sink_is_a_failure_like_another() {
    assertThat(send(subscription("gone", Map.of(), true), event()))
        .isEqualTo(HttpReply.failed("there is no sink of this name"));
  }

  @Test
  void a_missing_broker_does_not_stop_a_start() {
    assertThatCode(
            () -> sinks.open(context, Map.of("k", "kafka:events?brokers=no-such-host.invalid:1")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "pulsar:x?token=s3cret       | there is no component pulsar; put its jar",
        "kafka:x?brokres=s3cret      | kafka has no option brokres",
        "kafka:x?password=s3cret&maxBlockMs=soon | the option maxBlockMs of kafka has a wrong value",
        "timer:s3cret                | nothing can be sent to timer",
        "s3cret                      | must be the URI of a Camel endpoint, such as kafka:",
        "s3 cret:x                   | must be the URI of a Camel endpoint, such as kafka:",
        "kafka:?password=s3cret      | this endpoint of kafka cannot be used",
        "bean:s3cret                 | this endpoint of bean cannot be used",
        "kafka:x?password={{env:S3CRET_THAT_IS_NOT_SET}} | this endpoint of kafka cannot be used"
      })
  void a_fault_of_an_endpoint_is_reported_without_its_secrets(String uri, String reason) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> sinks.open(context, Map.of("pms-events", uri)))
        .withMessageStartingWith("bellhop.sinks.pms-events: " + reason)
        .withMessageNotContaining("s3cret")
        .withNoCause();
  }

  private final CountDownLatch calls = new CountDownLatch(9);

  private void bind(String name, Processor work) {
    Processor counted =
        exchange -> {
          calls.countDown();
          work.process(exchange);
        };
    context.getRegistry().bind(name, counted);
  }

  private static void fail(RuntimeException error) {
    throw error;
  }

  private Message got(String mock) {
    return context
        .getEndpoint("mock:" + mock + "?lazyStartProducer=true", MockEndpoint.class)
        .getExchanges()
        .get(0)
        .getMessage();
  }

  private HttpReply send(Subscription subscription, OutboundEvent event) {
    return sinks.send(subscription, event, Instant.now()).join();
  }

  private static void verify(Message got, byte[] body) throws Exception {
    Map<String, List<String>> values = new HashMap<>();
    got.getHeaders().forEach((name, value) -> values.put(name, List.of(value.toString())));
    new com.standardwebhooks.Webhook(SECRET)
        .verify(
            new String(body, StandardCharsets.UTF_8),
            HttpHeaders.of(values, (name, value) -> true));
  }

  private static OutboundEvent event() {
    UUID subscription = UUID.randomUUID();
    return new OutboundEvent(
        UUID.randomUUID(),
        subscription,
        subscription + " account/reservation/7",
        new LoggedEvent(1, UUID.randomUUID(), "reservation.updated", ENVELOPE),
        Failures.NONE,
        Instant.now());
  }

  private static Subscription subscription(
      String sink, Map<String, String> headers, boolean sendData) {
    return SubscriptionBuilder.to(null)
        .sink(sink)
        .headers(headers)
        .data(sendData)
        .secret(SECRET)
        .build();
  }
}
