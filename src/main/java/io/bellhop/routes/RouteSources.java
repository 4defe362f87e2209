package io.bellhop.routes;

import io.bellhop.config.TextFile;
import io.bellhop.routes.jslt.JsltLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The content of the route folders at one moment. Immutable, so that the running routes do not
 * change while an author types, and can be restored.
 *
 * @param roots the folders that names of files are relative to; the last that has a file wins
 * @param folders the files and their texts by folder, shared folders first
 */
public record RouteSources(List<Path> roots, Map<Path, Map<Path, String>> folders) {
  public static final String ROUTES = ".camel.yaml";
  static final String OPTIONS = "options.properties";

  /** The channel words of a folder, which the mapping function {@code channel} reads. */
  private static final String CHANNELS = "channels.json";

  static RouteSources read(List<Path> roots, List<Path> folders, FolderFiles files) {
    Map<Path, Map<Path, String>> texts = new LinkedHashMap<>();
    folders.forEach(folder -> texts.put(folder, texts(folder, files)));
    return new RouteSources(roots, texts);
  }

  /** The text of a file by its path, such as {@code acme/booking.jslt}. */
  public Optional<String> find(String name) {
    return roots.stream()
        .map(root -> root.resolve(name).normalize())
        .flatMap(file -> folders.values().stream().map(texts -> texts.get(file)))
        .filter(Objects::nonNull)
        .reduce((first, later) -> later);
  }

  /** The files of a folder; empty if there is no such folder. */
  public Map<Path, String> in(Path folder) {
    return folders.getOrDefault(folder, Map.of());
  }

  /** The route files of a folder. */
  public Map<Path, String> routes(Path folder) {
    Map<Path, String> routes = new LinkedHashMap<>(in(folder));
    routes.keySet().removeIf(file -> !file.getFileName().toString().endsWith(ROUTES));
    return routes;
  }

  /** The route files of a folder that are written in Java. */
  List<JavaRouteFile> javaRoutes(Path folder) {
    return in(folder).entrySet().stream()
        .filter(file -> file.getKey().getFileName().toString().endsWith(JavaRouteFile.ENDING))
        .map(file -> new JavaRouteFile(file.getKey(), file.getValue()))
        .toList();
  }

  /** Returns only the files in these roots. */
  RouteSources within(List<Path> some) {
    Map<Path, Map<Path, String>> all = new LinkedHashMap<>(folders);
    all.keySet().removeIf(folder -> !some.contains(folder.getParent()));
    return new RouteSources(some, all);
  }

  /** Returns a copy in which one folder has these texts. */
  RouteSources with(Path folder, Map<Path, String> texts) {
    Map<Path, Map<Path, String>> all = new LinkedHashMap<>(folders);
    if (texts.isEmpty()) {
      all.remove(folder);
    } else {
      all.put(folder, texts);
    }
    return new RouteSources(roots, all);
  }

  private static Map<Path, String> texts(Path folder, FolderFiles files) {
    Map<Path, String> texts = new LinkedHashMap<>();
    try {
      for (Path file : files.tree(folder)) {
        if (counts(folder, file)) {
          texts.put(file, text(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static String text(Path file) throws IOException {
    try {
      return TextFile.read(file);
    } catch (IOException e) {
      throw new IOException(file + ": " + e, e); // some exceptions do not name the file
    }
  }

  private static boolean counts(Path folder, Path file) {
    String name = file.getFileName().toString();
    return JsltLanguage.isFile(name)
        || folder.relativize(file).getNameCount() == 1
            && (name.endsWith(ROUTES)
                || name.endsWith(JavaRouteFile.ENDING)
                || name.equals(OPTIONS)
                || name.equals(CHANNELS));
  }
}
