package io.bellhop.tool.check;

import io.bellhop.routes.FolderFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sorted contents of a folder. */
final class Folders {
  private Folders() {}

  static List<Path> files(Path folder, String ending) {
    return entries(folder).stream()
        .filter(file -> file.getFileName().toString().endsWith(ending))
        .filter(Files::isRegularFile)
        .toList();
  }

  /** With the contents of its folders. */
  static List<Path> tree(Path folder, String ending) {
    try {
      return FolderFiles.silent().tree(folder).stream()
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> entries(Path folder) {
    try {
      return FolderFiles.silent().entries(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
