package io.bellhop.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A JVM that a test starts. */
public final class ChildJvm {
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Linux says here what it does about large pages; other systems do not have it. */
  private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  /**
   * It lives for seconds: the time to its first answer counts, not its speed, nor what a hub that
   * has started gives back of its memory.
   */
  public static final List<String> OPTIONS =
      Stream.concat(
              Stream.of(
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx256m",
                  "-XX:MetaspaceSize=128m",
                  "-XX:+DisableExplicitGC",
                  // Nothing reads the counters for jstat, which it would sample 20 times a second.
                  "-XX:-UsePerfData"),
              largePages())
          .toList();

  private ChildJvm() {}

  /**
   * Memory that is touched for the first time costs by the page: these make a start 8 % cheaper.
   */
  private static Stream<String> largePages() {
    try {
      return Files.readString(LARGE_PAGES).matches("(?s).*\\[(madvise|always)].*")
          ? Stream.of("-Xmn32m", "-XX:+UseTransparentHugePages")
          : Stream.empty();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
