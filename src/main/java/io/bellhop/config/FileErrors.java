package io.bellhop.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Why Bellhop cannot read a file that a user has named, and what to do. No text repeats its
 * content.
 */
public final class FileErrors {
  private FileErrors() {}

  public static String of(String file, Exception error) {
    return "cannot read " + file + ": " + reason(file, error);
  }

  private static String reason(String file, Exception error) {
    if (error instanceof InvalidPathException) {
      return "this is not a file path; correct it";
    }
    if (error instanceof NoSuchFileException) {
      return "there is no such file; correct the path, or create it";
    }
    if (error instanceof AccessDeniedException) {
      return "this user is not allowed to read it; change its owner or its mode";
    }
    if (error instanceof CharacterCodingException) {
      return "it is not UTF-8 text; save it as such";
    }
    if (error instanceof IOException && Files.isDirectory(Path.of(file))) {
      return "it is a folder; name a file in it";
    }
    return error.getClass().getSimpleName();
  }
}
