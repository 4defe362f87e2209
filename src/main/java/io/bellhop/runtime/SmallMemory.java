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
 * Keeps the memory of the process small, as far as is possible after the start of the JVM. It
 * changes nothing that the operator has set. In an application that embeds Bellhop, the host
 * decides.
 */
public final class SmallMemory {
  /** Netty and the JDK's channels read these once, when they are loaded. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Netty's default suits ten times our connections: two arenas for each core, of 4 MB
          // each.
          "io.netty.allocator.numDirectArenas", "1",
          "io.netty.allocator.numHeapArenas", "1",
          "io.netty.allocator.maxOrder", "7",
          // Event loops have their own caches; hundreds of worker threads need none.
          "io.netty.allocator.useCacheForAllThreads", "false",
          // Each thread keeps its largest buffer outside the heap forever, and H2 writes megabytes.
          "jdk.nio.maxCachedBufferSize", "65536");

  /**
   * After a rush no event would trigger a collection, and the memory would stay in use for days.
   */
  private static final String[] PERIODIC = {"G1PeriodicGCInterval", "60000"};

  /**
   * How much free heap a collection leaves. Sets the minimum first, because it must not exceed the
   * maximum. For a single collection: under load so little free heap would cause constant
   * collections.
   */
  private static final String[][] LITTLE_AIR = {
    {"MinHeapFreeRatio", "10"}, {"MaxHeapFreeRatio", "30"}
  };

  private SmallMemory() {}

  /** Sets the defaults. Call it before any other class is loaded. */
  public static void choose(Properties system) {
    PROPERTIES.forEach(system::putIfAbsent);
  }

  /**
   * Returns the memory that only the start has used. A JVM that does not support it stays
   * unchanged.
   */
  public static void shrink() {
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
      // Not a field: this class runs first and must not start logging before it is configured.
      LoggerFactory.getLogger(SmallMemory.class).debug("the JVM takes no flags: {}", e.toString());
    }
  }

  /** Sets a flag and returns its previous value. */
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
