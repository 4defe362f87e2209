package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Sends bookings, each again and again in a newer version, and remembers which were acknowledged. A
 * booking belongs to one thread, so its versions are sent in order.
 */
public final class Load {
  /** Whose webhooks they are. */
  public static final String PROVIDER = "ownerrez";

  private static final int THREADS = 8;
  private static final int BOOKINGS = 25;
  private static final int PAUSE_MILLIS = 10;
  private static final int FIRST_ID = 1_000_000;
  private static final Instant START = Instant.parse("2026-03-09T10:00:00Z");

  private final Senders senders = new Senders();
  private final Map<String, String> headers = Senders.basic("user", "password");
  private final ObjectNode template =
      Fixtures.inFolder(Path.of("fixtures", PROVIDER)).json("booking-entity_create-inline.json");
  private final int bookings;
  private final AtomicIntegerArray sent;
  private final Set<Version> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();

  public Load() {
    this(BOOKINGS);
  }

  /**
   * @param bookings of each thread: the fewer, the closer are the versions of one
   */
  Load(int bookings) {
    this.bookings = bookings;
    this.sent = new AtomicIntegerArray(THREADS * bookings);
  }

  /** The account that the bookings are sent to. */
  static ObjectNode account() {
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", PROVIDER).put("name", "crash");
    // Nothing listens there, and nothing has to: the deliveries carry their records.
    fields.withObject("api").put("base_url", "http://127.0.0.1:9").put("token", "at_crash");
    fields.withObject("webhook").put("username", "user").put("password", "password");
    return fields;
  }

  public static HubClient.Account makeAccount(HubClient client) {
    return client.makeAccount(account());
  }

  public Set<Version> acknowledged() {
    return acknowledged;
  }

  /**
   * Sends the next version of a booking; to be called by one thread at a time for each.
   *
   * @param pad the number of bytes to add to the body
   * @return whether it was acknowledged
   */
  boolean send(int booking, URI listener, int pad) {
    sent.incrementAndGet(booking);
    return post(booking, listener, pad);
  }

  /** Sends the last version again, as a sender does that got no answer. */
  boolean sendAgain(int booking, URI listener) {
    return post(booking, listener, 0);
  }

  /** The version that was sent last. */
  Version last(int booking) {
    return new Version(String.valueOf(FIRST_ID + booking), sent.get(booking));
  }

  /** The statuses of answers that were no 200. */
  List<Integer> refusals() {
    return List.copyOf(refusals);
  }

  /** How many they are. */
  int refused() {
    return refusals.size();
  }

  /** Waits until more than so many further webhooks are acknowledged. */
  void awaitMore(int count) {
    int before = acknowledged.size();
    Awaitility.await().until(() -> acknowledged.size() > before + count);
  }

  /** Waits until more than so many further webhooks are refused. */
  void awaitRefusals(int count) {
    int before = refused();
    Awaitility.await().until(() -> refused() > before + count);
  }

  /** Checks that the log of a hub has all that was acknowledged, once, and in order. */
  void check(HubClient client) {
    Map<String, Integer> newest = new HashMap<>();
    Map<Version, Integer> published = new HashMap<>();
    for (JsonNode event : client.events()) {
      Version version = Version.of(event);
      published.merge(version, 1, Integer::sum);
      assertThat(newest.merge(version.record(), version.number(), Math::max))
          .as("the log has %s in order", version.record())
          .isEqualTo(version.number());
    }
    assertThat(published.values()).as("no event is there twice").containsOnly(1);
    assertThat(published.keySet()).as("none is lost").containsAll(acknowledged);
  }

  /**
   * Sends until so many more are acknowledged, then does {@code meanwhile} under load, then stops.
   *
   * @param listeners where a thread sends next; one that does not answer is asked for again
   */
  public void during(int more, Supplier<URI> listeners, Action meanwhile) throws Exception {
    CountDownLatch enough = new CountDownLatch(more);
    CountDownLatch stop = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int own = i;
      Thread thread = new Thread(() -> send(own, listeners, enough, stop));
      thread.start();
      threads.add(thread);
    }
    try {
      if (!enough.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the hub takes no deliveries");
      }
      meanwhile.run();
    } finally {
      stop.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private void send(
      int thread, Supplier<URI> listeners, CountDownLatch enough, CountDownLatch stop) {
    try {
      sendUntil(stop, thread, listeners, enough);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendUntil(
      CountDownLatch stop, int thread, Supplier<URI> listeners, CountDownLatch enough)
      throws InterruptedException {
    for (int turn = 0; stop.getCount() > 0; turn++) {
      int booking = thread * bookings + turn % bookings;
      URI listener = listeners.get();
      if (listener == null) {
        return;
      }
      try {
        if (send(booking, listener, 0)) {
          enough.countDown();
          continue;
        }
      } catch (UncheckedIOException e) {
        // The hub is gone: that is what the test is for. It may have stored this one or not.
      }
      // To try again at once would take the processor from a hub that stops or starts.
      stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean post(int booking, URI listener, int pad) {
    Version version = last(booking);
    int status = senders.post(listener, body(booking, version.number(), pad), headers).statusCode();
    if (status != 200) {
      refusals.add(status);
      return false;
    }
    acknowledged.add(version);
    return true;
  }

  private byte[] body(int booking, int version, int pad) {
    long id = FIRST_ID + booking;
    ObjectNode body = template.deepCopy();
    body.put("id", "u-" + id + "-" + version).put("entity_id", id).put("pad", "x".repeat(pad));
    body.withObject("entity")
        .put("id", id)
        // Else one after versions that never arrived could be like the one before them.
        .put("adults", version)
        .put("updated_utc", START.plusSeconds(version).toString());
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A booking as it stood after a change. */
  public record Version(String record, int number) {
    /** Of an event: its record's time tells which version it is. */
    public static Version of(JsonNode event) {
      Instant updated = Instant.parse(event.at("/data/record/updatedAt").asText());
      return new Version(
          event.at("/data/record/id").asText(),
          (int) (updated.getEpochSecond() - START.getEpochSecond()));
    }
  }

  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }
}
