package io.bellhop.provider;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folders that routes are read from: those in the jar or the one in their place, and the one
 * that is added. A provider is a folder; a file is named by its path, as in {@code
 * acme/booking.jslt}.
 */
public final class RouteFolders {
  private static final String SHARED = "_shared";

  private final List<Path> roots;

  private RouteFolders(List<Path> roots) {
    this.roots = roots;
  }

  /**
   * @param instead a folder in place of the routes in the jar; empty for none
   * @param extra a folder that is added; empty for none
   */
  public static RouteFolders of(String instead, String extra) {
    List<Path> roots = new ArrayList<>();
    roots.add(instead.isEmpty() ? inJar() : folder("bellhop.routes", instead));
    if (!extra.isEmpty()) {
      roots.add(folder("bellhop.routes.extra", extra));
    }
    return new RouteFolders(roots);
  }

  /** All route files, shared ones first. */
  public List<Path> routes() {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders()) {
      files.addAll(list(folder, ".camel.yaml"));
    }
    return files;
  }

  /**
   * The text of a file that a route names.
   *
   * @throws IllegalArgumentException if there is none, or the name leads out of the folders
   */
  public String read(String name) {
    for (Path root : roots) {
      Path file = root.resolve(name).normalize();
      if (file.startsWith(root) && Files.isRegularFile(file)) {
        try {
          return Files.readString(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalArgumentException("there is no file " + name + " in " + roots);
  }

  /** The options that providers bring with them (options.properties), with their defaults. */
  public Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    for (Path folder : folders()) {
      for (Path file : list(folder, "options.properties")) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
          properties.load(reader);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        properties.stringPropertyNames().forEach(n -> options.put(n, properties.getProperty(n)));
      }
    }
    return options;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> entries = Files.list(root)) {
        entries.filter(Files::isDirectory).sorted().forEach(folders::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    folders.sort((a, b) -> Boolean.compare(shared(b), shared(a)));
    return folders;
  }

  private static boolean shared(Path folder) {
    return folder.getFileName().toString().replace("/", "").equals(SHARED);
  }

  private static List<Path> list(Path folder, String ending) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(String option, String name) {
    Path folder = Path.of(name).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(option + " must be a folder with routes, was: " + folder);
    }
    return folder;
  }

  private static Path inJar() {
    try {
      URI uri = RouteFolders.class.getResource("/routes/" + SHARED).toURI();
      if (!uri.getScheme().equals("jar")) {
        return Path.of(uri).getParent();
      }
      FileSystem jar;
      try {
        jar = FileSystems.getFileSystem(uri);
      } catch (FileSystemNotFoundException e) {
        jar = FileSystems.newFileSystem(uri, Map.of());
      }
      return jar.getPath("/routes");
    } catch (URISyntaxException | IOException e) {
      throw new ConfigException("the jar is broken: its routes cannot be read: " + e, e);
    }
  }
}
