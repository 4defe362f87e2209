package io.bellhop.tool.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;

/**
 * How many rows a webhook writes, and how many statements it takes, on its way to an event and to a
 * subscriber. The hub runs in this JVM, where its database can be asked.
 */
final class WriteCost implements Scenario {
  private static final int WEBHOOKS = 3_000;
  private static final double SMALLEST = 0.01;

  private final BenchSettings settings;
  private final Report report;

  WriteCost(BenchSettings settings, Report report) {
    this.settings = settings.on("writes");
    this.report = report;
  }

  @Override
  public void run() throws Exception {
    BenchDatabase database = settings.database();
    try (BenchHub hub = BenchHub.here(settings, Map.of());
        BenchSubscriber subscriber = new BenchSubscriber();
        Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password())) {
      WriteCounter counter = WriteCounter.of(connection);
      counter.begin();
      new BenchMeter(hub).work(hub.load(), load -> load.exactly(WEBHOOKS));
      report("to event", counter.end());
      hub.subscribe(subscriber.uri().toString(), "*");
      counter.begin();
      BenchMeter.journey(hub, subscriber, load -> load.exactly(WEBHOOKS));
      hub.settle();
      report("to subscriber", counter.end());
    }
  }

  private void report(String name, TableWrites writes) {
    report.line(name + ", rows", "%11.2f a webhook", writes.sum() / (double) WEBHOOKS);
    if (writes.statements() > 0) {
      report.line(
          name + ", statements", "%11.2f a webhook", writes.statements() / (double) WEBHOOKS);
    }
    writes.rows().forEach((table, rows) -> report(name + ", " + table, rows));
  }

  /** What is not done for each webhook, such as a timer's work, has no line. */
  private void report(String name, long rows) {
    double each = rows / (double) WEBHOOKS;
    if (each >= SMALLEST) {
      report.line(name, "%11.2f rows", each);
    }
  }
}
