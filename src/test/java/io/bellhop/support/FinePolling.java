package io.bellhop.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How all tests wait. Awaitility itself waits 100 ms before it looks for the first time, and most
 * of what tests wait for is there sooner; and it gives up after 10 s, which a busy machine exceeds.
 * What takes longer is looked at less often: a look at a hub's API costs 3 ms of CPU, 10 on
 * PostgreSQL.
 */
public final class FinePolling implements BeforeAllCallback {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(150);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(new IterativePollInterval(FinePolling::next, FIRST));
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  private static Duration next(Duration last) {
    Duration longer = last.multipliedBy(3).dividedBy(2);
    return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }
}
