package io.bellhop.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;

/** A properties file. */
public record PropertiesText(String text, Properties properties) {
  /**
   * @throws IllegalArgumentException unless four digits follow a backslash and u
   */
  public static PropertiesText of(Path file) throws IOException {
    String text = TextFile.read(file);
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return new PropertiesText(text, properties);
  }
}
