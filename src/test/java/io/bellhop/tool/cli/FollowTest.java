package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.bellhop.support.Bookings;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.TestHub;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A developer's machine that no hub can reach. */
class FollowTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static TestHub hub;
  private static Bookings bookings;

  @BeforeAll
  static void start() {
    hub = TestHub.start(Map.of("bellhop.providers", "ownerrez"));
    bookings = Bookings.of(hub);
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
  }

  @Test
  void events_are_pulled_as_they_come_and_forwarded_signed() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    List<JsonNode> pulled = new CopyOnWriteArrayList<>();
    try (Receiver program = new Receiver()) {
      EventForwarder forwarder = new EventForwarder(program.uri(), SECRET, Clock.systemUTC());
      bookings.send(1);
      List<JsonNode> before = hub.client().events();
      String first = before.get(before.size() - 1).at("/hook/id").asText();
      EventFollower follower =
          new EventFollower(
              new HubApi(hub.server().url(), TestHub.API_KEY),
              first,
              "reservation.*",
              note -> {
                throw new AssertionError(note);
              });
      Thread thread =
          new Thread(
              () -> {
                try {
                  follower.follow(
                      event -> {
                        pulled.add(event);
                        forwarder.forward(event);
                      },
                      ended);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      thread.setDaemon(true);
      thread.start();
      bookings.send(2);
      bookings.send(3);

      List<Received> posts = program.await(2);
      ended.countDown();
      assertThat(posts).extracting(Received::record).containsExactly("2", "3");
      assertThat(pulled).isEqualTo(hub.client().events().subList(before.size(), before.size() + 2));
      Received post = posts.get(0);
      assertThat(post.json()).isEqualTo(pulled.get(0));
      Map<String, List<String>> headers = new TreeMap<>();
      post.headers().forEach((name, value) -> headers.put(name, List.of(value)));
      new Webhook(SECRET).verify(post.text(), HttpHeaders.of(headers, (name, value) -> true));
    }
  }

  @Test
  void a_missing_program_is_named_and_the_rest_continues() {
    EventForwarder forwarder =
        new EventForwarder(URI.create("http://127.0.0.1:9/x"), SECRET, Clock.systemUTC());
    bookings.send(4);

    assertThat(forwarder.forward(hub.client().events().get(0)))
        .startsWith("http://127.0.0.1:9/x does not answer");
  }

  @Test
  void tail_shows_what_is_new_and_what_became_of_it() {
    HubApi api = new HubApi(hub.server().url(), TestHub.API_KEY);
    TailCommand tail = new TailCommand();
    tail.changes(api);
    bookings.send(5);

    Awaitility.await()
        .until(() -> tail.changes(api).stream().anyMatch(line -> line.contains("  done  ")));
    assertThat(tail.changes(api)).isEmpty();
  }
}
