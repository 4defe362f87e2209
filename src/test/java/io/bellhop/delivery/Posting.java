package io.bellhop.delivery;

import io.bellhop.support.Receiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Posts to a receiver of this JVM, with a client that is closed behind each test. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class Posting {
  static final Duration LONG = Duration.ofSeconds(40);
  static final Duration SHORT = Duration.ofMillis(300);
  final Receiver receiver = new Receiver();
  final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    receiver.close();
  }

  Reply post(Poster poster) {
    return post(poster, receiver.url());
  }

  static Reply post(Poster poster, String url) {
    return poster.post(to(url)).join();
  }

  static Post to(String url) {
    return new Post(AddressGuard.url(url), Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
  }

  Poster poster() {
    return poster(LONG, LONG);
  }

  Poster poster(Duration connect, Duration whole) {
    return poster(new AddressGuard(true, List.of()), connect, whole);
  }

  Poster poster(AddressGuard guard) {
    return poster(guard, LONG, LONG);
  }

  Poster poster(AddressGuard guard, Duration connect, Duration whole) {
    return opened(new Poster(guard, connect, whole));
  }

  <T extends AutoCloseable> T opened(T one) {
    open.add(one);
    return one;
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
