package io.bellhop.routes;

import io.bellhop.config.ConfigException;
import io.bellhop.config.FileErrors;
import io.bellhop.config.Options;
import io.bellhop.config.PropertiesText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The folders that contain routes: those in the jar or the folder that replaces them, and an
 * additional folder. Each provider has a folder; the name of a file is its path, such as {@code
 * acme/booking.jslt}.
 */
public final class RouteFolders {
  public static final String SHARED = "_shared";

  private final List<Path> roots;
  private final List<Path> named;
  private final Set<String> chosen;
  private final FolderFiles files;

  /**
   * @param chosen the providers to load; empty for all
   */
  RouteFolders(List<Path> roots, List<Path> named, Set<String> chosen, FolderFiles files) {
    this.roots = roots;
    this.named = named;
    this.chosen = chosen;
    this.files = files;
  }

  /** The folders that the options name. */
  public static RouteFolders of(Options options) {
    return of(options, null);
  }

  /**
   * As {@link #of(Options)}.
   *
   * @param unpacked the folder with the jar's routes, if they are not in a jar; null if they are
   */
  public static RouteFolders of(Options options, Path unpacked) {
    return of(
            options.text("bellhop.routes"),
            options.text("bellhop.routes.extra"),
            () -> unpacked == null ? BundledRoutes.folder() : unpacked)
        .only(options.list("bellhop.providers"));
  }

  /**
   * @param instead a folder that replaces the routes in the jar; empty for none
   * @param extra an additional folder; empty for none
   */
  public static RouteFolders of(String instead, String extra) {
    return of(instead, extra, BundledRoutes::folder);
  }

  private static RouteFolders of(String instead, String extra, Supplier<Path> jar) {
    List<Path> named = new ArrayList<>();
    if (!instead.isEmpty()) {
      named.add(folder("bellhop.routes", instead));
    }
    if (!extra.isEmpty()) {
      named.add(folder("bellhop.routes.extra", extra));
    }
    List<Path> roots = new ArrayList<>(named);
    if (instead.isEmpty()) {
      roots.add(0, jar.get());
    }
    return new RouteFolders(roots, named, Set.of(), new FolderFiles());
  }

  /**
   * Returns the folders without the routes of other providers.
   *
   * @param providers the names of the providers to keep; empty for all
   * @throws ConfigException if there is no such provider
   */
  RouteFolders only(List<String> providers) {
    Set<String> known = new TreeSet<>();
    everyFolder().stream().filter(f -> !shared(f)).forEach(f -> known.add(name(f)));
    for (String provider : providers) {
      if (!known.contains(provider)) {
        throw new ConfigException(
            "bellhop.providers: there is no provider "
                + provider
                + "; there are "
                + String.join(", ", known));
      }
    }
    return new RouteFolders(roots, named, Set.copyOf(providers), files);
  }

  /** All route files, the shared ones first. */
  public List<Path> routes() {
    List<Path> all = new ArrayList<>();
    for (Path folder : folders()) {
      all.addAll(list(folder, RouteSources.ROUTES));
    }
    return all;
  }

  /** The current texts of all routes and mappings. */
  public RouteSources texts() {
    return RouteSources.read(roots, folders(), files);
  }

  /**
   * As {@link #texts()}, but fails if a file cannot be read.
   *
   * @throws ConfigException names the file that cannot be read
   */
  public RouteSources requireTexts() {
    try {
      return texts();
    } catch (UncheckedIOException e) {
      throw new ConfigException(
          "Bellhop cannot read a file of the routes as UTF-8: "
              + e.getCause().getMessage()
              + "; give the hub's user the right to read it, or remove it",
          e);
    }
  }

  /** Returns the folders without those in the jar, which cannot change while the hub runs. */
  public RouteFolders named() {
    return new RouteFolders(named, named, chosen, files);
  }

  public List<Path> roots() {
    return roots;
  }

  /**
   * The options that providers define in options.properties, with their defaults. It includes
   * providers that are not loaded, whose options may still be set.
   */
  public Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    for (Path folder : everyFolder()) {
      for (Path file : list(folder, RouteSources.OPTIONS)) {
        Properties properties = properties(file);
        properties.stringPropertyNames().forEach(n -> options.put(n, properties.getProperty(n)));
      }
    }
    return options;
  }

  private static Properties properties(Path file) {
    try {
      return PropertiesText.of(file).properties();
    } catch (IOException e) {
      throw new ConfigException(FileErrors.of(file.toString(), e));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "cannot read "
              + file
              + ": after a backslash and u there must be four hexadecimal digits");
    }
  }

  /**
   * The shared folders, then those of the providers. A folder of the additional routes replaces the
   * provider of the same name.
   */
  public List<Path> folders() {
    return everyFolder().stream()
        .filter(folder -> chosen.isEmpty() || shared(folder) || chosen.contains(name(folder)))
        .toList();
  }

  private List<Path> everyFolder() {
    List<Path> folders = new ArrayList<>();
    for (Path root : roots) {
      try {
        List<Path> here = files.entries(root).stream().filter(Files::isDirectory).toList();
        Set<String> names = here.stream().map(RouteFolders::name).collect(Collectors.toSet());
        folders.removeIf(folder -> !shared(folder) && names.contains(name(folder)));
        folders.addAll(here);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    folders.sort((a, b) -> Boolean.compare(shared(b), shared(a)));
    return folders;
  }

  static boolean shared(Path folder) {
    return name(folder).equals(SHARED);
  }

  /** The name of a folder, without the slash that ends it inside some jars. */
  public static String name(Path folder) {
    return folder.getFileName().toString().replace("/", "");
  }

  private List<Path> list(Path folder, String ending) {
    try {
      return files.entries(folder).stream()
          .filter(file -> file.getFileName().toString().endsWith(ending))
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
}
