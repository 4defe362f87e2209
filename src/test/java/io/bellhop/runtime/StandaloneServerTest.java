package io.bellhop.runtime;

import io.bellhop.support.TestHub;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StandaloneServerTest {
  @Test
  void closed_servers_do_not_pile_up_in_memory() throws Exception {
    WeakReference<CamelContext> closed = startAndClose();
    // Libraries keep the last one in caches that the next one takes over.
    startAndClose();

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return closed.refersTo(null);
            });
  }

  private static WeakReference<CamelContext> startAndClose() throws Exception {
    try (TestHub hub = TestHub.start(Map.of("bellhop.providers", "channex"))) {
      return new WeakReference<>(hub.server().context());
    }
  }
}
