package io.bellhop.tool.check;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteSources;
import io.bellhop.runtime.StandaloneServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The target of a check: a folder together with the parts of the jar that it needs, or everything
 * that a hub would serve.
 *
 * @param folder null for everything
 * @param instead the folder that replaces the jar's routes; empty for none
 * @param extra the folder that is added to them; empty for none
 */
record CheckTarget(Path folder, String instead, String extra) {
  private static final String ROUTES = "bellhop.routes";
  private static final String EXTRA = "bellhop.routes.extra";

  static CheckTarget all(Options inForce) {
    return new CheckTarget(null, inForce.text(ROUTES), inForce.text(EXTRA));
  }

  /**
   * @param given a folder with folders of providers, or one above routes/ and fixtures/
   * @throws ConfigException if it is neither
   */
  static CheckTarget folder(Path given) {
    if (!Files.isDirectory(given)) {
      throw new ConfigException("there is no folder " + given);
    }
    Path inside = given.resolve("routes");
    Path routes = (Files.isDirectory(inside) ? inside : given).toAbsolutePath().normalize();
    boolean empty =
        Folders.entries(routes).stream()
            .filter(Files::isDirectory)
            .allMatch(folder -> Folders.files(folder, RouteSources.ROUTES).isEmpty());
    if (empty && !Folders.files(routes, RouteSources.ROUTES).isEmpty()) {
      throw new ConfigException(
          given
              + " is the folder of one provider: check the folder above it, "
              + PathFormat.of(routes.getParent()));
    }
    if (empty) {
      throw new ConfigException(
          "there are no routes in " + given + ": they must be in <provider>/<any>.camel.yaml");
    }
    boolean alone = Files.isDirectory(routes.resolve(RouteFolders.SHARED));
    return new CheckTarget(routes, alone ? routes.toString() : "", alone ? "" : routes.toString());
  }

  boolean covers(Path file) {
    return folder == null || file.startsWith(folder);
  }

  /** Whether any part is not from the jar. */
  boolean hasGiven() {
    return !instead.isEmpty() || !extra.isEmpty();
  }

  /** Whether a file is not one of the jar's. */
  boolean isGiven(Path file) {
    return Stream.of(instead, extra)
        .filter(root -> !root.isEmpty())
        .anyMatch(root -> file.startsWith(Path.of(root).toAbsolutePath().normalize()));
  }

  RouteFolders folders() {
    return RouteFolders.of(instead, extra);
  }

  /** The folders of providers, without the shared one. */
  List<Path> providers() {
    return folders().folders().stream()
        .filter(this::covers)
        .filter(folder -> !RouteFolders.name(folder).equals(RouteFolders.SHARED))
        .filter(folder -> !Folders.files(folder, RouteSources.ROUTES).isEmpty())
        .toList();
  }

  /** The options of a hub that serves this, without log lines. */
  Options options() {
    Properties properties = new Properties();
    properties.put(ROUTES, instead);
    properties.put(EXTRA, extra);
    return StandaloneServer.options(properties, Map.of());
  }
}
