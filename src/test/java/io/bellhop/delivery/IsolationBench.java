package io.bellhop.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.WebhookBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long a good subscriber waits for an event, alone and beside bad ones: from the call
 * that publishes it to its arrival. Run it on a calm machine; it is no test.
 *
 * <pre>java -cp ... io.bellhop.delivery.IsolationBench POSTGRESQL 100 20</pre>
 *
 * Store, events in a second, seconds of a round.
 */
final class IsolationBench {
  private static final int ROUNDS = 4;

  private IsolationBench() {}

  public static void main(String[] args) throws Exception {
    Store store = Store.valueOf(args.length > 0 ? args[0] : "H2");
    int rate = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    System.out.printf("%s, %d events/s, rounds of %d s%n", store, rate, seconds);
    measure("warm-up", store, rate, seconds, false);
    // In turn: what the machine does meanwhile meets both.
    for (int round = 0; round < ROUNDS; round++) {
      measure("alone", store, rate, seconds, false);
      measure("beside a dead, a silent and a slow one", store, rate, seconds, true);
    }
    System.exit(0);
  }

  private static void measure(String name, Store store, int rate, int seconds, boolean others)
      throws Exception {
    DeliverySettings usual = TestNode.DELIVERY;
    DeliverySettings settings =
        new DeliverySettings(
            true,
            usual.allowedAddresses(),
            1,
            usual.connect(),
            usual.whole(),
            Duration.ofSeconds(20),
            usual.idle(),
            usual.patience(),
            usual.rotation());
    Map<String, Long> begun = new ConcurrentHashMap<>();
    Map<String, Long> took = new ConcurrentHashMap<>();
    try (Receiver good = new Receiver();
        Receiver slow = new Receiver();
        Receiver silent = new Receiver();
        TestNode node = TestNode.start(store.freshUrl(), Clock.systemUTC(), settings)) {
      Account account = node.account();
      node.subscribe(WebhookBuilder.to(good.url()));
      good.usually(
          request -> {
            long now = System.nanoTime();
            request.response().end();
            good.received()
                .forEach(one -> took.computeIfAbsent(one.record(), r -> now - begun.get(r)));
            good.forget();
          });
      if (others) {
        slow.usually(
            request -> slow.vertx().setTimer(10_000, id -> Answer.status(200).to(request)));
        silent.usually(Answer.never());
        node.subscribe(WebhookBuilder.to(slow.url()));
        node.subscribe(WebhookBuilder.to(silent.url()));
        node.subscribe(WebhookBuilder.to("http://127.0.0.1:9/dead"));
      }
      publish(node, account, rate, seconds, begun);
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (took.size() < begun.size() && System.nanoTime() < until) {
        LockSupport.parkNanos(1_000_000);
      }
      report(name, took, begun.size());
    }
  }

  private static void publish(
      TestNode node, Account account, int rate, int seconds, Map<String, Long> begun)
      throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < rate * seconds; i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      String id = "r" + i;
      ObjectNode record = TestNode.reservation(id, 2, "p1").put("notes", "x".repeat(1000));
      begun.put(id, System.nanoTime());
      node.publish(account, record);
    }
  }

  private static void report(String name, Map<String, Long> took, int sent) {
    double[] millis = took.values().stream().mapToDouble(t -> t / 1e6).sorted().toArray();
    System.out.printf(
        "%-40s %d of %d, p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.1f ms%n",
        name,
        millis.length,
        sent,
        at(millis, 0.5),
        at(millis, 0.9),
        at(millis, 0.99),
        at(millis, 1));
  }

  private static double at(double[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, Math.round(part * sorted.length))];
  }
}
