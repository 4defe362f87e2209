package io.bellhop.delivery.http;

import io.bellhop.delivery.http.DeliverySettings.Timeouts;
import io.bellhop.net.AddressGuard;
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
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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

  HttpReply post(DeliveryHttpClient poster) {
    return post(poster, receiver.url());
  }

  static HttpReply post(DeliveryHttpClient poster, String url) {
    return poster.post(to(url)).join();
  }

  static HttpPost to(String url) {
    return new HttpPost(
        AddressGuard.url(url), Map.of(), "{}".getBytes(StandardCharsets.UTF_8), false);
  }

  DeliveryHttpClient poster() {
    return poster(LONG, LONG);
  }

  DeliveryHttpClient poster(Duration connect, Duration whole) {
    return poster(new AddressGuard(true, List.of()), connect, whole);
  }

  DeliveryHttpClient poster(AddressGuard guard) {
    return poster(guard, LONG, LONG);
  }

  DeliveryHttpClient poster(AddressGuard guard, Duration connect, Duration whole) {
    return opened(new DeliveryHttpClient(guard, new Timeouts(connect, whole)));
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
