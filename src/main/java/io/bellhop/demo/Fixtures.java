package io.bellhop.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** One provider's fixtures, by their name below {@code fixtures/<provider>/}. */
@FunctionalInterface
public interface Fixtures {

  /** Empty where there is no such file, or where the name leads out of the fixtures. */
  Optional<byte[]> find(String name);

  static Fixtures onClassPath(String provider) {
    return name -> {
      if (climbs(name)) {
        return Optional.empty();
      }
      String resource = "fixtures/" + provider + "/" + name;
      try (InputStream in = Fixtures.class.getClassLoader().getResourceAsStream(resource)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  static Fixtures inFolder(Path folder) {
    return name -> {
      Path file = folder.resolve(name);
      if (climbs(name) || !Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try {
        return Optional.of(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  default byte[] read(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("There is no fixture named " + name));
  }

  /** A copy of its own each time, so that a scenario may change it. */
  default ObjectNode json(String name) {
    return Json.object(read(name));
  }

  private static boolean climbs(String name) {
    return name.startsWith("/") || Arrays.asList(name.split("[/\\\\]")).contains("..");
  }
}
