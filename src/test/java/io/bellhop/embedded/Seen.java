package io.bellhop.embedded;

import io.bellhop.tool.fixture.FixtureJson;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The end of a host's route: remembers what came, and fails when a test wants it to. */
public final class Seen {
  private final List<Message> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger tries = new AtomicInteger();

  public void take(Exchange exchange) {
    tries.incrementAndGet();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("the host's own trouble");
    }
    taken.add(exchange.getMessage().copy());
  }

  void fail(int times) {
    failures.set(times);
  }

  int tries() {
    return tries.get();
  }

  Message last() {
    return taken.get(taken.size() - 1);
  }

  /** The ids of the records that the events were about. */
  List<String> records() {
    return taken.stream()
        .map(
            message ->
                FixtureJson.parse(message.getBody(byte[].class)).at("/data/record/id").asText())
        .toList();
  }
}
