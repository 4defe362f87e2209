package io.bellhop.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads files beside classes. */
public final class Resources {
  private Resources() {}

  /**
   * @param name the name beside the class, or with a leading slash from the root
   */
  public static Optional<byte[]> find(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A resource that the build adds. */
  public static byte[] bytes(Class<?> beside, String name) {
    return find(beside, name)
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }

  /** Such a resource as UTF-8 text. */
  public static String text(Class<?> beside, String name) {
    return new String(bytes(beside, name), StandardCharsets.UTF_8);
  }
}
