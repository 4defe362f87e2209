package io.bellhop.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/** Measures resources of a machine that run out unless its operator acts in time. */
public final class MachineGauges {
  private MachineGauges() {}

  /**
   * @param folder the folder with Bellhop's data; the gauge reports NaN while it does not exist
   */
  public static void disk(MeterRegistry registry, Path folder) {
    Gauge.builder("bellhop.disk.free", folder, MachineGauges::free)
        .description("Free space where Bellhop keeps its data")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  /**
   * @param end returns null until the end is known
   */
  public static void certificate(MeterRegistry registry, Supplier<Instant> end) {
    Gauge.builder("bellhop.tls.certificate.expiry", end, MachineGauges::seconds)
        .description("When the certificate of the HTTP server expires")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private static double free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException | SecurityException e) {
      return Double.NaN;
    }
  }

  private static double seconds(Supplier<Instant> end) {
    Instant at = end.get();
    return at == null ? Double.NaN : at.getEpochSecond();
  }
}
