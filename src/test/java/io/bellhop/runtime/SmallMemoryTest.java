package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SmallMemoryTest {
  private final HotSpotDiagnosticMXBean jvm =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

  @Test
  void what_the_start_has_needed_is_given_back_with_little_air_and_then_the_heap_has_as_before() {
    String least = flag("MinHeapFreeRatio");
    String most = flag("MaxHeapFreeRatio");

    SmallMemory.shrink();

    assertThat(flag("MinHeapFreeRatio")).isEqualTo(least);
    assertThat(flag("MaxHeapFreeRatio")).isEqualTo(most);
    assertThat(flag("G1PeriodicGCInterval")).isEqualTo("60000");
  }

  private String flag(String name) {
    return jvm.getVMOption(name).getValue();
  }
}
