package io.bellhop.tool.check;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/** How a file is named in a finding: as one would open it from here. */
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
