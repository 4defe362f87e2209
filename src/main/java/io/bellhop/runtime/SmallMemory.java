package io.bellhop.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import org.slf4j.LoggerFactory;

/**
 * Keeps the program's memory small, as far as a program can that a JVM has started already: what
 * the operator has chosen stays. An application that embeds Bellhop decides for itself.
 */
public final class SmallMemory {
  /** Read once, when Netty and the JDK's channels are loaded. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Netty reserves for ten times our connections: two arenas a core, of 4 MB at a time.
          "io.netty.allocator.numDirectArenas", "1",
          "io.netty.allocator.numHeapArenas", "1",
          "io.netty.allocator.maxOrder", "7",
          // Event loops have caches of their own; a hundred workers need none.
          "io.netty.allocator.useCacheForAllThreads", "false",
          // Each thread keeps its largest buffer outside of the heap for ever: H2 writes megabytes.
          "jdk.nio.maxCachedBufferSize", "65536");

  /** After a rush nothing would ask for a collection, and what it took would stay for days. */
  private static final String[] PERIODIC = {"G1PeriodicGCInterval", "60000"};

  /**
   * How much air a collection leaves in the heap, in this order: the least must not be above the
   * most. For one collection alone: under load a heap of so little air is collected all the time.
   */
  private static final String[][] LITTLE_AIR = {
    {"MinHeapFreeRatio", "10"}, {"MaxHeapFreeRatio", "30"}
  };

  private SmallMemory() {}

  /** To be called before anything else is loaded. */
  public static void choose(Properties system) {
    PROPERTIES.forEach(system::putIfAbsent);
  }

  /** Gives back what only the start has needed; a JVM that cannot do it stays as it is. */
  public static void giveBack() {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      choose(jvm, PERIODIC);
      Deque<VMOption> before = new ArrayDeque<>();
      for (String[] flag : LITTLE_AIR) {
        before.push(choose(jvm, flag));
      }
      System.gc();
      before.forEach(flag -> set(jvm, flag.getName(), flag.getValue()));
    } catch (RuntimeException | LinkageError e) {
      // No field: what is called first of all must not start logging before it is configured.
      LoggerFactory.getLogger(SmallMemory.class).debug("the JVM takes no flags: {}", e.toString());
    }
  }

  /** Gives the flag as it was. */
  private static VMOption choose(HotSpotDiagnosticMXBean jvm, String[] flag) {
    VMOption before = jvm.getVMOption(flag[0]);
    if (before.getOrigin() == VMOption.Origin.DEFAULT) {
      set(jvm, flag[0], flag[1]);
    }
    return before;
  }

  private static void set(HotSpotDiagnosticMXBean jvm, String name, String value) {
    VMOption now = jvm.getVMOption(name);
    if (now.isWriteable() && !now.getValue().equals(value)) {
      jvm.setVMOption(name, value);
    }
  }
}
