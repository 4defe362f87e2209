package io.bellhop.tool.check;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/** The path of a file in a finding, relative to the working folder. */
final class PathFormat {
  private PathFormat() {}

  static String of(Path file) {
    if (file.getFileSystem() != FileSystems.getDefault()) {
      return "bellhop.jar" + file;
    }
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
  }
}
