package io.bellhop.routes;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds the routes that come with Bellhop, in its jar or in the folder of its classes. */
final class BundledRoutes {
  private BundledRoutes() {}

  static Path folder() {
    return folder(RouteFolders.class.getResource("/routes/" + RouteFolders.SHARED));
  }

  /**
   * @param shared location of the shared routes on the class path
   * @throws ConfigException if no file system provider can list that location
   */
  static Path folder(URL shared) {
    try {
      URI uri = shared.toURI();
      if (!uri.getScheme().equals("jar")) {
        return Path.of(uri).getParent();
      }
      FileSystem jar;
      try {
        jar = FileSystems.getFileSystem(uri);
      } catch (FileSystemNotFoundException e) {
        jar = FileSystems.newFileSystem(uri, Map.of());
      }
      // In a jar within a jar, the routes are not at the root of the file system.
      Path routes = jar.getPath("/routes");
      return Files.isDirectory(routes) ? routes : Path.of(uri).getParent();
    } catch (URISyntaxException | IOException | RuntimeException e) {
      throw new ConfigException(
          "Bellhop cannot list its own routes at "
              + shared
              + " ("
              + e
              + "): unpack the folder routes of Bellhop's jar, and set bellhop.routes to it",
          e);
    }
  }
}
