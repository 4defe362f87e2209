package io.bellhop.karaf;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/** Copies the routes in the bundle to a folder, because Java cannot list a bundle as one. */
final class BundleRoutes {
  private static final String ROUTES = "/routes";

  private BundleRoutes() {}

  /** Copies the routes to the bundle's data area, and replaces those of an older bundle. */
  static Path copy(BundleContext bundle) throws IOException {
    Path folder = bundle.getDataFile("routes").toPath();
    delete(folder);
    Enumeration<URL> entries = bundle.getBundle().findEntries(ROUTES, "*", true);
    for (URL entry : Collections.list(entries)) {
      Path copy = folder.resolve(entry.getPath().substring(ROUTES.length() + 1));
      if (entry.getPath().endsWith("/")) {
        Files.createDirectories(copy);
      } else {
        Files.createDirectories(copy.getParent());
        try (InputStream in = entry.openStream()) {
          Files.copy(in, copy);
        }
      }
    }
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
