package io.bellhop.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What stands in a folder, sorted. */
final class Folders {
  private Folders() {}

  static List<Path> files(Path folder, String ending) {
    return entries(folder).stream()
        .filter(file -> file.getFileName().toString().endsWith(ending))
        .filter(Files::isRegularFile)
        .toList();
  }

  /** Those in its folders too. */
  static List<Path> tree(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
