package io.bellhop.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A properties file, in UTF-8 with or without the byte order mark that some editors write. */
public record PropertiesText(String text, Properties properties) {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /**
   * @throws IllegalArgumentException if a backslash and u stand before anything but four digits
   */
  public static PropertiesText of(Path file) throws IOException {
    String text = Files.readString(file);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return new PropertiesText(text, properties);
  }
}
