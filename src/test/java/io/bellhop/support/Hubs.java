package io.bellhop.support;

import java.util.EnumMap;
import java.util.Map;

/** A running hub on each database, started when it is first asked for and shared by a class. */
public final class Hubs implements AutoCloseable {
  private final Map<String, String> options;
  private final Map<Store, TestHub> hubs = new EnumMap<>(Store.class);

  public Hubs(Map<String, String> options) {
    this.options = options;
  }

  public TestHub on(Store store) {
    return hubs.computeIfAbsent(store, s -> TestHub.start(s, options));
  }

  @Override
  public void close() throws Exception {
    for (TestHub hub : hubs.values()) {
      hub.close();
    }
  }
}
