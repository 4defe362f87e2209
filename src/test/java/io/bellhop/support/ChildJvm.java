package io.bellhop.support;

import java.nio.file.Path;
import java.util.List;

/** A JVM that a test starts. */
public final class ChildJvm {
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /**
   * It lives for seconds: the time to its first answer counts, not its speed, nor what a hub that
   * has started gives back of its memory.
   */
  public static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx256m",
          "-XX:MetaspaceSize=128m",
          "-XX:+DisableExplicitGC");

  private ChildJvm() {}
}
