package io.bellhop.check;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/** How a file is named in a finding: as somebody would open it from here. */
final class Shown {
  private Shown() {}

  static String of(Path file) {
    if (file.getFileSystem() != FileSystems.getDefault()) {
      return "bellhop.jar" + file;
    }
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
  }
}
