package io.bellhop.karaf;

import io.bellhop.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the options in {@code etc/io.bellhop.cfg}, with defaults for Karaf. */
final class KarafOptions {
  private static final String DATA = "bellhop.data";
  private static final String EXTRA_ROUTES = "bellhop.routes.extra";

  /**
   * The properties that the framework adds to a configuration; the last two are references of the
   * component.
   */
  private static final List<String> FRAMEWORK =
      List.of("service.", "component.", "felix.", "osgi.", "org.apache.", "source.", "meters.");

  private KarafOptions() {}

  /**
   * @param configuration as received from Declarative Services
   * @param etc Karaf's configuration folder
   * @param data Karaf's data folder
   */
  static Map<String, String> of(Map<String, Object> configuration, Path etc, Path data) {
    Map<String, String> options = new TreeMap<>();
    options.put("bellhop.http.server", "own");
    options.put(DATA, data.resolve("bellhop").toString());
    Path extra = etc.resolve("bellhop").resolve("routes");
    if (Files.isDirectory(extra)) {
      options.put(EXTRA_ROUTES, extra.toString());
    }
    configuration.forEach(
        (name, value) -> {
          if (name.startsWith("bellhop.")) {
            options.put(name, String.valueOf(value));
          } else if (FRAMEWORK.stream().noneMatch(name::startsWith)) {
            throw new ConfigException(
                "unknown option "
                    + name
                    + ", given in etc/io.bellhop.cfg: write options in full, such as"
                    + " bellhop.http.port");
          }
        });
    return options;
  }
}
