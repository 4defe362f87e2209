package io.bellhop.tool.bench;

import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where and how long is measured; the same for all that is.
 *
 * @param url an empty database
 * @param data the hub's folder
 * @param measured the length of one measurement
 */
public record BenchSettings(
    String url, String user, String password, Path data, Duration measured) {
  static final String API_KEY = "bench";

  /** A hub's options, without any that are set around it. */
  Options options() {
    return options(Map.of());
  }

  Options options(Map<String, String> more) {
    Map<String, String> given = new HashMap<>(more);
    given.put("bellhop.db.url", url);
    given.put("bellhop.db.user", user);
    given.put("bellhop.db.password", password);
    given.put("bellhop.http.port", "0");
    given.put("bellhop.management.port", "0");
    given.put("bellhop.api-key", API_KEY);
    given.put("bellhop.data", data.toString());
    given.put("bellhop.delivery.allow-private", "true");
    return StandaloneServer.options(new Properties(), Map.of()).with(given);
  }

  /** The database and the cores, for the first line of a report. */
  String machine() {
    return url.replaceFirst(":(file|//).*", "")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores";
  }
}
