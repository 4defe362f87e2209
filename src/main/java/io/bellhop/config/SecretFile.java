package io.bellhop.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A secret in a file, as containers and systemd provide them. No error repeats it. */
final class SecretFile {
  /** The ending of the option that names the file. */
  static final String SUFFIX = ".file";

  /** Longer than any key or password, so a longer file must be a mistake. */
  private static final int LONGEST = 10_000;

  private SecretFile() {}

  /**
   * @param option names the file
   * @throws ConfigException if there is no secret in it
   */
  static String read(GivenOption option) {
    String path = option.value().trim();
    String text;
    try {
      Path file = Path.of(path);
      text = Files.size(file) > LONGEST ? "" : Files.readString(file).strip();
    } catch (IOException | InvalidPathException e) {
      throw fault(option, FileErrors.of(path, e));
    }
    if (text.isEmpty() || text.lines().count() > 1) {
      throw fault(option, path + " must hold the secret alone, in one line");
    }
    return text;
  }

  /**
   * Bellhop cannot know which of two values counts.
   *
   * @throws ConfigException always
   */
  static void refuseBoth(GivenOption file, GivenOption secret) {
    throw fault(file, secret.name() + " is given " + secret.place() + " too; remove one of them");
  }

  private static ConfigException fault(GivenOption option, String what) {
    return new ConfigException(option.name() + ", given " + option.place() + ": " + what);
  }
}
