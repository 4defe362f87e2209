package io.bellhop.tool.bench;

import java.time.Duration;

/**
 * A bare server and a hub, each in a separate JVM, for all scenarios that need them warm. They
 * start when the first scenario asks for them.
 */
final class Servers implements AutoCloseable {
  /** Two cores need this long to compile the hot code while they serve. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private static final Duration WARM_UP_OF_BARE = Duration.ofSeconds(10);

  private final BenchSettings settings;
  private final Report report;
  private BareProcess bare;
  private BenchHub hub;
  private boolean warm;

  /**
   * @param settings of the hub's database
   */
  Servers(BenchSettings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  BenchSettings settings() {
    return settings;
  }

  /** The bare server, warm, and with it the load generator. */
  BareProcess bare() throws Exception {
    if (bare == null) {
      bare = new BareProcess(settings.on("bare"));
      try (LoadGenerator load = bare.load()) {
        load.flatOut(Duration.ZERO, WARM_UP_OF_BARE);
      }
    }
    return bare;
  }

  /** The hub as it is: new, if no scenario has used it. */
  BenchHub hubAsItIs() throws Exception {
    if (hub == null) {
      ServerProcess process = ServerProcess.hub(settings, BenchHub.options());
      report.line("start until ready", "%8.1f s", process.startSeconds());
      hub = BenchHub.of(process, settings);
    }
    return hub;
  }

  /** The hub, warm, with nothing to do. */
  BenchHub hub() throws Exception {
    hubAsItIs();
    if (!warm) {
      warm = true;
      try (LoadGenerator load = hub.load()) {
        load.flatOut(Duration.ZERO, WARM_UP);
      }
      hub.settle();
    }
    return hub;
  }

  /** Closing them once more does nothing. */
  @Override
  public void close() throws Exception {
    if (bare != null) {
      bare.close();
      bare = null;
    }
    if (hub != null) {
      hub.close();
      hub = null;
      warm = false;
    }
  }
}
