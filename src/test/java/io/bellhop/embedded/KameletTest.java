package io.bellhop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.LogCapture;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A host that uses Bellhop's Kamelets in plain YAML. */
class KameletTest {
  private static final String END = ". Until that is fixed this route gets no events.";
  private static final String LISTENER = "lake-listener-token-0123456789";

  /** A secret may have whatever has a meaning in a URI, or to Camel. */
  private static final String PASSWORD = "#p&a+s%20s=w/o?r d:(1)";

  private final Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel");
  private final LogCapture log = LogCapture.ofAll();
  private final Seen bookings = new Seen();
  private final Seen everything = new Seen();
  private final Senders senders = new Senders();
  private Host host;

  @AfterEach
  void stop() {
    log.close();
    if (host != null) {
      host.close();
    }
  }

  @Test
  void events_come_out_of_plain_yaml_again_if_they_failed_and_after_a_restart() throws Exception {
    host = host("host");
    start();

    assertThat(post(1).statusCode()).isEqualTo(200);
    await(() -> assertThat(bookings.records()).containsExactly("1"));
    await(() -> assertThat(everything.records()).containsExactly("1"));
    Message got = bookings.last();
    assertThat(FixtureJson.parse(got.getBody(byte[].class)))
        .isEqualTo(host.client().events().get(0));
    assertThat(got.getHeaders())
        .containsEntry("Content-Type", "application/json")
        .containsKeys("webhook-id", "webhook-timestamp", "webhook-signature")
        .doesNotContainKeys("kafka.KEY", "CamelKafkaKey", "CamelFileName");

    // Another account's: of this one's business none.
    host.post(host.ownerRez(), Host.booking(2));
    await(() -> assertThat(everything.records()).containsExactly("1", "2"));

    bookings.fail(1);
    post(3);
    await(() -> assertThat(bookings.records()).containsExactly("1", "3"));
    assertThat(bookings.tries()).isEqualTo(3);

    host.context.stop();
    start();
    post(4);
    await(() -> assertThat(bookings.records()).containsExactly("1", "3", "4"));
    await(() -> assertThat(everything.records()).contains("4"));

    assertThat(accounts())
        .filteredOn(account -> account.path("name").asText().equals("Lake House"))
        .hasSize(1)
        .extracting(account -> account.at("/api/base_url").asText())
        .containsExactly("http://127.0.0.1:9");
    assertThat(host.client().call("GET", "/webhooks", null).path("data"))
        .extracting(webhook -> webhook.at("/attributes/sink").asText())
        .containsExactlyInAnyOrder("kamelet-lake-house", "kamelet-everything");
  }

  @Test
  void what_is_declared_while_the_hub_runs_is_applied_as_soon_as_the_database_is_there()
      throws Exception {
    host = host();
    start();
    HubClient.Account other = host.ownerRez();

    host.database.goAway();
    load("host");
    await(
        () ->
            assertThat(log.lines(Level.WARN)).anyMatch(l -> l.contains("cannot apply a Kamelet")));
    host.database.comeBack();
    await(() -> assertThat(accounts()).hasSize(2));
    host.post(other, Host.booking(1));
    post(2);

    await(() -> assertThat(everything.records()).containsExactlyInAnyOrder("1", "2"));
    await(() -> assertThat(bookings.records()).containsExactly("2"));
  }

  @Test
  void what_is_wrong_is_logged_in_one_line_each_without_secrets_and_all_else_works()
      throws Exception {
    Level before = camel.getLevel();
    // What a host has by default. Below it Camel tells the value of every property.
    camel.setLevel(Level.INFO);
    try {
      host = host("host", "wrong").option("bellhop.sinks.kamelet-taken", "log:taken");
      start();
      post(1);
      await(() -> assertThat(bookings.records()).containsExactly("1"));
      await(() -> assertThat(everything.records()).containsExactly("1"));
    } finally {
      camel.setLevel(before);
    }

    assertThat(host.get("/hello").body()).isEqualTo("hello");
    assertThat(log.lines(Level.ERROR))
        .map(line -> line.replace("Kamelet bellhop-", "").replace(END, ""))
        .containsExactlyInAnyOrder(
            "event-source (name All of it): name must be 1 to 30 lower-case letters,"
                + " digits and hyphens",
            "event-source (name everything): name everything is the name of another route too",
            "event-source (name taken): name is the name of bellhop.sinks.kamelet-taken; use another",
            "event-source (name masked): mask is not the name of an event; near ones are"
                + " reservation.created, reservation.updated, reservation.deleted,"
                + " reservation.requested",
            "event-source (name flag): sendData must be true or false",
            "webhook-source (account Wrong One): provider must be one of booking-experts, calry,"
                + " channex, guesty, hospitable, hostaway, ownerrez, smoobu",
            "webhook-source (account Wrong Two): apiBaseUrl must be http or https, a"
                + " host and optionally a port, nothing else",
            "webhook-source (account Wrong Three): webhook header and value belong together",
            "webhook-source (account Wrong Four): listenerToken must be 20 to 100 letters, digits,"
                + " hyphens and underscores",
            "webhook-source (account Wrong Five): apiFields must be name=value;name=value",
            "webhook-source (account \u2116): name must be 1 to 30 lower-case letters,"
                + " digits and hyphens; Bellhop cannot derive it from the account's"
                + " name");
    assertThat(log.lines())
        .anyMatch(line -> line.startsWith("Apache Camel"))
        .noneMatch(line -> line.contains(PASSWORD.substring(0, 9)))
        .noneMatch(line -> line.contains("hush-hush"))
        .noneMatch(line -> line.contains(LISTENER));
  }

  private Host host(String... files) throws Exception {
    host = new Host();
    host.option("lake.listener", LISTENER)
        .option("lake.password", PASSWORD)
        .option("bellhop.delivery.retry-scale", "0.01");
    for (String file : files) {
      load(file);
    }
    return host;
  }

  /** A context that has stopped forgets its beans. */
  private void start() throws Exception {
    host.context.getRegistry().bind("bookings", bookings);
    host.context.getRegistry().bind("everything", everything);
    host.start();
    host.awaitReady();
  }

  private void load(String file) throws Exception {
    PluginHelper.getRoutesLoader(host.context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                host.context, "classpath:embedded/" + file + ".camel.yaml"));
  }

  private HttpResponse<String> post(int booking) {
    return senders.post(
        URI.create(host.url + "/hooks/ownerrez/" + LISTENER),
        Host.booking(booking),
        Senders.basic("user", PASSWORD));
  }

  private List<JsonNode> accounts() {
    List<JsonNode> all = new ArrayList<>();
    JsonNode page = host.client().call("GET", "/integration_accounts", null);
    page.path("data").forEach(item -> all.add(item.path("attributes")));
    return all;
  }

  private static void await(ThrowingRunnable condition) {
    Awaitility.await().untilAsserted(condition);
  }
}
