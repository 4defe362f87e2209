package io.bellhop.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that users write, in UTF-8. */
public final class TextFile {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private TextFile() {}

  /** The text of the file, without the byte order mark that some editors write. */
  public static String read(Path file) throws IOException {
    String text = Files.readString(file);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }
}
