package io.bellhop.tool.bench;

import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of all measurements.
 *
 * @param log where the hub's webhooks are on disk, as the option {@code bellhop.log}
 * @param data the hub's folder
 * @param measured the length of one round
 * @param rounds the number of rounds of each measurement, which reports their median
 * @param connections the number of connections of the load generator
 */
public record BenchSettings(
    BenchDatabase database, String log, Path data, Duration measured, int rounds, int connections) {
  static final String API_KEY = "bench";

  /** The same settings with the database of a part. */
  BenchSettings on(String part) {
    return new BenchSettings(database.of(part), log, data, measured, rounds, connections);
  }

  /** The options of a hub in this process, without options from the environment. */
  Options options(Map<String, String> more) {
    return StandaloneServer.options(new Properties(), Map.of()).with(given(more));
  }

  /** The same as the environment of another process. */
  Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    given(more)
        .forEach(
            (name, value) ->
                environment.put(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), value));
    return environment;
  }

  private Map<String, String> given(Map<String, String> more) {
    Map<String, String> given = new HashMap<>(more);
    given.put("bellhop.db.url", database.url());
    given.put("bellhop.log", log);
    given.put("bellhop.db.user", database.user());
    given.put("bellhop.db.password", database.password());
    given.put("bellhop.http.port", "0");
    given.put("bellhop.management.port", "0");
    given.put("bellhop.api-key", API_KEY);
    given.put("bellhop.data", data.toString());
    given.put("bellhop.delivery.allow-private", "true");
    // Messages that wait long in a backlog must not be read from an API that does not exist.
    given.put("bellhop.provider.read-again", "1d");
    return given;
  }

  /** The database and the machine, for the first line of a report. */
  String machine() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, heap %d MB, %d connections, %d rounds of %d s, load of the machine %.1f",
        database.product(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        connections,
        rounds,
        measured.toSeconds(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
