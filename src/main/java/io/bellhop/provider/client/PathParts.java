package io.bellhop.provider.client;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The common part of the paths of all calls of one kind. */
final class PathParts {
  /** A route may write an id itself, where others write {@code {recordId}}. */
  private static final Pattern ID = Pattern.compile("(?!v\\d{1,3}$)(?=.*\\d)[A-Za-z0-9_-]+");

  private PathParts() {}

  /**
   * @param path as a route writes it, with places for ids
   */
  static String of(String path) {
    return Arrays.stream(path.replaceFirst("\\?.*", "").split("/", -1))
        .map(part -> ID.matcher(part).matches() ? "{id}" : part)
        .collect(Collectors.joining("/"));
  }
}
