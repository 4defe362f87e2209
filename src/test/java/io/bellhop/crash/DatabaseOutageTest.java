package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crash.Load.Version;
import io.bellhop.support.OwnPostgres;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes and comes under load, for longer than leases last; the hub stays. */
@Tag("slow")
class DatabaseOutageTest {
  private static final Map<String, String> SHORT_LEASES =
      Map.of(
          "bellhop.delivery.allow-private", "true",
          "bellhop.delivery.retry-scale", "0.01",
          "bellhop.delivery.lease", "1s",
          "bellhop.inbox.lease", "1s",
          "bellhop.providers", Load.PROVIDER);

  /** A connection is waited for three seconds: by then every lease has run out. */
  private static final int UNTIL_LEASES_END = 24;

  /** Few bookings: each has several versions under way when the database goes. */
  private final Load load = new Load(2);

  @Test
  void order_holds_at_the_subscriber_and_nothing_is_sent_twice_while_the_database_goes_and_comes()
      throws Exception {
    try (OwnPostgres postgres = new OwnPostgres();
        CrashSubscriber subscriber = new CrashSubscriber();
        TestHub hub = TestHub.startAt(postgres.url(), SHORT_LEASES)) {
      HubClient client = hub.client();
      subscriber.subscribe(client);
      HubClient.Account account = Load.makeAccount(client);
      for (Load.Action outage :
          List.<Load.Action>of(() -> stop(postgres), () -> freeze(postgres))) {
        load.during(150, account::listener, outage);
        assertThat(client.awaitSettled(Duration.ofSeconds(60))).isTrue();
        subscriber.check(client);
      }

      assertThat(subscriber.behind()).isEmpty();
      Set<Version> published = new HashSet<>();
      for (JsonNode event : client.events()) {
        assertThat(published.add(Version.of(event))).as("no event is there twice").isTrue();
      }
      assertThat(published).as("none is lost").containsAll(load.acknowledged());
    }
  }

  private void stop(OwnPostgres postgres) throws Exception {
    postgres.stop();
    load.awaitRefusals(UNTIL_LEASES_END);
    postgres.startAgain();
    load.awaitMore(100);
  }

  private void freeze(OwnPostgres postgres) throws Exception {
    postgres.freeze();
    load.awaitRefusals(UNTIL_LEASES_END);
    postgres.thaw();
    load.awaitMore(100);
    assertThat(load.refusals()).containsOnly(503);
  }
}
