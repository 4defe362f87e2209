package io.bellhop.tool.demo;

import io.bellhop.tool.fixture.Senders;
import java.net.URI;
import java.util.Map;

/** Reads the hub's counters from its Prometheus page. */
final class DemoMetrics {
  private final Senders senders = new Senders();
  private final URI page;

  DemoMetrics(URI management) {
    page = URI.create(management + "/observe/metrics");
  }

  /** The sum of one counter over all its other labels; 0 where it never counted. */
  long sum(String counter, String label, String value) {
    String wanted = label + "=\"" + value + "\"";
    return senders
        .send("GET", page, null, Map.of())
        .body()
        .lines()
        .filter(line -> line.startsWith(counter + "{") && line.contains(wanted))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
