package io.bellhop.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.Senders;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends bookings, each once and each another, and remembers which were acknowledged. */
final class Load {
  private static final int THREADS = 8;

  private final Senders senders = new Senders();
  private final Map<String, String> headers = Senders.basic("user", "password");
  private final ObjectNode template =
      Fixtures.inFolder(Path.of("fixtures/ownerrez")).json("booking-entity_create-inline.json");
  private final AtomicLong next = new AtomicLong(1_000_000);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  Set<String> acknowledged() {
    return acknowledged;
  }

  /**
   * Sends until so many more are acknowledged, then does {@code meanwhile} under load, then stops.
   */
  void during(int more, URI listener, Action meanwhile) throws Exception {
    CountDownLatch enough = new CountDownLatch(more);
    CountDownLatch stop = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> send(listener, enough, stop));
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

  private void send(URI listener, CountDownLatch enough, CountDownLatch stop) {
    while (stop.getCount() > 0) {
      long id = next.incrementAndGet();
      ObjectNode body = template.deepCopy();
      body.put("id", "u-" + id).put("entity_id", id).withObject("entity").put("id", id);
      byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
      try {
        if (senders.post(listener, bytes, headers).statusCode() == 200) {
          acknowledged.add(Long.toString(id));
          enough.countDown();
        }
      } catch (UncheckedIOException e) {
        // The hub is gone: that is what the test is for.
        return;
      }
    }
  }

  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }
}
