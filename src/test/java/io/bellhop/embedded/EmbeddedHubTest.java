package io.bellhop.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.support.FreePort;
import io.bellhop.support.ProviderFixture;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.HubClient;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host with routes, an error handler and a path of its own, and Bellhop beside them. */
class EmbeddedHubTest {
  private static final String TOKEN = "a".repeat(40);

  private Host host;

  @AfterEach
  void stop() {
    if (host != null) {
      host.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void host_and_guest_are_both_whole(Store store) throws Exception {
    host = new Host(store).start();
    host.awaitReady();
    HubClient.Account account = host.ownerRez();

    assertThat(host.post(account, Host.booking(1)).statusCode()).isEqualTo(200);

    assertThat(host.eventTypes()).containsExactly("reservation.created");
    assertThat(host.get("/hello").body()).isEqualTo("hello");
    assertThat(host.get("/console").headers().firstValue("location")).hasValue("/console/sign-in");
    assertThat(host.get("/console/sign-in").body()).contains("<h1>Sign in</h1>");
    String dead =
        host.context.createProducerTemplate().requestBody("direct:host-fails", "", String.class);
    assertThat(dead).isEqualTo("dead");
    assertThat(host.routes.tries).as("the first try and three more").hasValue(4);
  }

  @Test
  void nothing_of_the_host_is_changed() throws Exception {
    host = new Host().start();
    host.awaitReady();
    HubClient.Account account = host.ownerRez();
    host.post(account, Host.booking(1));
    // A delivery that fails, so that its errors go the way that errors go.
    host.post(
        account,
        "{\"id\":\"x\",\"action\":\"entity_update\",\"entity_type\":\"booking\",\"entity_id\":7}"
            .getBytes());
    host.get("/hello");
    host.get("/hooks/ownerrez/unknown");
    Awaitility.await().until(() -> host.client().inboxSize("done") == 1);

    assertThat(host.routes.intercepted)
        .as("routes that the host's interceptor saw")
        .containsExactly("host-hello");
    assertThat(host.context.getCamelContextExtension().getErrorHandlerFactory())
        .isSameAs(host.routes.errorHandler());
    assertThat(host.context.getRoutes().stream().map(Route::getRouteId))
        .filteredOn(id -> !id.startsWith("bellhop-") && !isOfAProvider(id))
        .containsExactlyInAnyOrder("host-hello", "host-fails", "host-dead");
    assertThat(host.context.getRouteConfigurationDefinitions())
        .extracting(c -> String.valueOf(c.getId()))
        .filteredOn(id -> !id.startsWith("bellhop-"))
        .hasSize(1);
    assertThat(host.context.isStreamCaching()).isTrue();
  }

  @Test
  void the_hosts_error_handler_tries_none_of_our_calls_again() throws Exception {
    try (FixtureApi api = new FixtureApi(Host.fixtures())) {
      host = new Host().small().option("bellhop.inbox.max-attempts", "1").start();
      host.awaitReady();
      HubClient.Account account = host.ownerRez(api.uri());
      api.next(10, "/v2/bookings", FixtureAnswer.of(500));

      host.post(account, Host.fixtures().read("booking-entity_create.json"));

      host.client().awaitSettled(Duration.ofSeconds(30));
      assertThat(host.client().inboxSize("dead")).isEqualTo(1);
      assertThat(api.calls("/v2/bookings")).hasSize(1);
    }
  }

  @Test
  void only_the_chosen_providers_are_there_and_no_console_if_it_is_switched_off() throws Exception {
    host =
        new Host()
            .option("bellhop.providers", "ownerrez, calry")
            .option("bellhop.console", "false")
            .start();
    host.awaitReady();

    assertThat(host.post(host.ownerRez(), Host.booking(1)).statusCode()).isEqualTo(200);
    assertThat(host.get("/hooks/calry/" + TOKEN).statusCode()).isEqualTo(405);
    assertThat(host.get("/hooks/guesty/" + TOKEN).statusCode()).isEqualTo(404);
    assertThat(host.context.getRoutes().stream().map(Route::getRouteId))
        .noneMatch(id -> id.startsWith("guesty-") || id.equals("bellhop-console"));
    assertThat(host.get("/console").statusCode()).isEqualTo(404);
  }

  @Test
  void wrong_options_are_reported_when_the_context_starts() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("bellhop.providers", "guessty", "there is no provider guessty; there are"),
            List.of("bellhop.inbox.tris", "3", "did you mean bellhop.inbox.max-attempts?"),
            List.of("bellhop.http.server", "mine", "must be platform-http, own or none"),
            List.of("bellhop.config", "x", "for Bellhop as a process of its own"))) {
      try (Host own = new Host().option(wrong.get(0), wrong.get(1))) {
        assertThatThrownBy(own::start).hasStackTraceContaining(wrong.get(2));
      }
    }
  }

  @Tag("slow")
  @Test
  void tables_of_another_application_are_left_alone() throws Exception {
    host = new Host(Store.POSTGRESQL.bareUrl());
    try (Connection connection = host.database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table event (mine int)");
    }
    host.start();

    Awaitility.await().until(() -> host.hub.problem().isPresent());
    assertThat(host.hub.problem().orElseThrow())
        .contains("with the names that Bellhop uses: event")
        .contains("schema of its own");
    assertThat(host.get("/hello").body()).isEqualTo("hello");
    assertThat(host.get("/hooks/ownerrez/" + TOKEN).statusCode()).isEqualTo(405);
  }

  @Test
  void a_body_that_the_hosts_database_cannot_keep_is_not_promised() throws Exception {
    host = new Host().small().option("bellhop.http.max-body", "2000000").start();

    Awaitility.await().until(() -> host.hub.problem().isPresent());
    assertThat(host.hub.problem().orElseThrow())
        .contains("bellhop.http.max-body must be at most 1048576 with H2");
  }

  @Test
  void with_a_server_of_its_own_the_hosts_has_none_of_it() throws Exception {
    int port = FreePort.any();
    host =
        new Host()
            .small()
            .option("bellhop.http.server", "own")
            .option("bellhop.http.port", "" + port)
            .option("bellhop.public-url", "http://127.0.0.1:" + port)
            .option("bellhop.http.max-body", "1000");
    host.start();
    host.awaitReady();
    host.hubUrl = URI.create("http://127.0.0.1:" + port);
    HubClient.Account account = host.ownerRez();

    assertThat(account.listener().getPort()).isEqualTo(port);
    assertThat(host.post(account, Host.booking(1)).statusCode()).isEqualTo(413);
    assertThat(host.post(account, "{}".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(200);
    assertThat(host.get("/hello").body()).isEqualTo("hello");
    assertThat(host.get("/api/v1/events").statusCode()).isEqualTo(404);

    host.context.stop();
    assertThatThrownBy(() -> host.post(account, Host.booking(2)))
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void while_the_database_is_away_the_host_is_whole_and_senders_are_asked_again() throws Exception {
    host = new Host().small();
    host.database.goAway();
    host.start();

    assertThat(host.get("/hello").body()).isEqualTo("hello");
    assertThat(host.hub.isReady()).isFalse();
    assertThat(host.get("/api/v1/events").statusCode()).isEqualTo(503);
    assertThat(host.get("/hooks/ownerrez/" + TOKEN).statusCode()).isEqualTo(405);

    host.database.comeBack();
    host.awaitReady();
    HubClient.Account account = host.ownerRez();
    assertThat(host.post(account, Host.booking(1)).statusCode()).isEqualTo(200);
    host.client().awaitSettled(Duration.ofSeconds(30));

    host.database.goAway();
    HttpResponse<String> refused = host.post(account, Host.booking(2));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(host.get("/hello").body()).isEqualTo("hello");

    host.database.comeBack();
    assertThat(host.post(account, Host.booking(2)).statusCode()).isEqualTo(200);
    assertThat(host.eventTypes()).containsExactly("reservation.created", "reservation.created");
  }

  @Test
  void it_ends_with_the_context_and_comes_again_with_it() throws Exception {
    Set<String> before = threads();
    host = new Host().small().start();
    host.awaitReady();
    HubClient.Account account = host.ownerRez();
    host.post(account, Host.booking(1));
    assertThat(host.eventTypes()).hasSize(1);

    host.context.stop();

    assertThatThrownBy(() -> host.get("/hello")).hasCauseInstanceOf(ConnectException.class);
    Awaitility.await().untilAsserted(() -> assertThat(threads()).as("threads").isSubsetOf(before));

    host.start();
    host.awaitReady();
    assertThat(host.get("/hello").body()).isEqualTo("hello");
    assertThat(host.post(account, Host.booking(2)).statusCode()).isEqualTo(200);
    assertThat(host.eventTypes()).containsExactly("reservation.created", "reservation.created");
  }

  /** Those that are ours by their names, or by the names of what we use. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("(?i).*(bellhop|vert\\.?x|camel|platform-http).*"))
        .filter(name -> !name.startsWith("MVStore")) // H2's, which is the host's
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOfAProvider(String routeId) {
    return ProviderFixture.providers().stream().anyMatch(p -> routeId.startsWith(p + "-"));
  }
}
