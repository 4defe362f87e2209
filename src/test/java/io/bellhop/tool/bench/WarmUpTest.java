package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class WarmUpTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  /** Tests that ran before in this JVM may have left some that still work and log. */
  private final Set<Thread> others = threads();

  private final LogCapture logged = LogCapture.ofAll(thread -> !others.contains(thread));

  @AfterEach
  void stop() {
    logged.close();
  }

  @Tag("slow")
  @Test
  void a_warm_up_leaves_no_file_no_thread_and_no_line_in_the_log() throws Exception {
    Set<Path> before = folders();

    WarmUp.run(Duration.ofSeconds(4));

    assertThat(logged.lines()).isEmpty();
    // On a busy machine its hub ends a while later than it may keep a start waiting.
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(before).containsAll(folders());
              assertThat(threads())
                  .filteredOn(thread -> !others.contains(thread))
                  .noneMatch(thread -> thread.getName().startsWith("bellhop-append"));
            });
  }

  @Test
  void only_the_threads_of_the_group_are_silent_and_only_until_it_is_closed() throws Exception {
    Logger logger = LoggerFactory.getLogger(WarmUpTest.class);
    ThreadGroup group = new ThreadGroup("silent");
    Runnable log = () -> logger.info("from {}", Thread.currentThread().getName());
    Runnable parent = () -> run(new Thread(log, "child"));
    try (SilentThreads silent = SilentThreads.of(group)) {
      run(new Thread(group, log, "member"));
      run(new Thread(group, parent, "parent"));
      run(new Thread(log, "another"));
    }
    run(new Thread(group, log, "later"));

    assertThat(logged.lines()).containsExactly("from another", "from later");
  }

  private static void run(Thread thread) {
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  private static Set<Path> folders() throws Exception {
    try (Stream<Path> files = Files.list(TEMPORARY)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("bellhop-warm-up-"))
          .collect(Collectors.toSet());
    }
  }
}
