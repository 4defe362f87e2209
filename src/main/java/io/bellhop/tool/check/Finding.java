package io.bellhop.tool.check;

import java.nio.file.Path;

/**
 * A fault in a file, its place, and the correction.
 *
 * @param line from 1; 0 if it is the file or folder itself
 * @param harmless whether a hub can serve with it all the same
 */
public record Finding(Path file, int line, String what, String instead, boolean harmless) {
  public Finding(Path file, int line, String what, String instead) {
    this(file, line, what, instead, false);
  }

  Finding butHarmless() {
    return new Finding(file, line, what, instead, true);
  }

  @Override
  public String toString() {
    return PathFormat.of(file)
        + (line > 0 ? ":" + line : "")
        + ": "
        + what
        + (instead.isEmpty() ? "" : "; " + instead);
  }
}
