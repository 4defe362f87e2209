package io.bellhop.tool.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Java compile the hot code of a hub before it is needed: a second hub in this process, with
 * a throw-away store, takes signed webhooks over HTTP, maps them, and posts their events to a
 * subscriber. The serving hub shares only code with it.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** The end of the warm-up does not count towards its limit. */
  private static final Duration LONGEST_END = Duration.ofSeconds(3);

  /** As few as keep two cores busy. */
  private static final int CONNECTIONS = 16;

  /** With less memory, two hubs slow each other down. */
  private static final long LEAST_MEMORY = 192L * 1024 * 1024;

  private final Duration limit;
  private final long end;
  private volatile String problem;

  private WarmUp(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /**
   * Returns soon after the limit, when its hub has ended. Errors are logged at debug: a start does
   * not need a warm-up.
   *
   * @param limit zero for no warm-up
   */
  public static void run(Duration limit) throws InterruptedException {
    if (limit.isZero() || Runtime.getRuntime().maxMemory() < LEAST_MEMORY) {
      return;
    }
    WarmUp warmUp = new WarmUp(limit);
    // A new thread belongs to the group of the thread that creates it.
    ThreadGroup group = new ThreadGroup("bellhop-warm-up");
    Thread thread = new Thread(group, warmUp::run, "bellhop-warm-up");
    thread.setDaemon(true);
    try (SilentThreads silent = SilentThreads.of(group)) {
      thread.start();
      thread.join(limit.plus(LONGEST_END).toMillis());
    }
    if (warmUp.problem != null) {
      LOG.debug("the code is not warm: {}", warmUp.problem);
    }
  }

  private void run() {
    try {
      Path folder = Files.createTempDirectory("bellhop-warm-up-");
      try {
        warm(folder);
      } finally {
        delete(folder);
      }
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      problem = e.toString();
    }
  }

  private void warm(Path folder) throws Exception {
    BenchDatabase database = new BenchDatabase("jdbc:h2:file:" + folder.resolve("warm-up"), "", "");
    BenchSettings settings = new BenchSettings(database, "database", folder, limit, 1, CONNECTIONS);
    try (BenchHub hub = BenchHub.here(settings, options());
        BenchSubscriber subscriber = new BenchSubscriber();
        LoadGenerator load = hub.load()) {
      hub.subscribe(subscriber.uri().toString(), "*");
      // Failures are code of their own, and the first handshake loads many classes: the
      // first subscriber that is down must not hold up the others with that.
      hub.subscribe(subscriber.uri().toString().replace("http:", "https:"), "*");
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isNegative()) {
        load.flatOut(Duration.ZERO, left);
      }
    }
  }

  private static Map<String, String> options() {
    return Map.of(
        "bellhop.shutdown-timeout",
        "1s",
        "bellhop.inbox.workers",
        "4",
        // Its own start must not take the time: webhooks of other providers run the same code.
        "bellhop.providers",
        BenchProvider.inJar().name());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
