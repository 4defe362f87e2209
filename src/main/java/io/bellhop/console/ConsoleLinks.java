package io.bellhop.console;

/** Parts of URLs that templates make from values of records. */
final class ConsoleLinks {
  private ConsoleLinks() {}

  /** A value as one segment of a path, or as a value in a query. */
  static String segment(String value) {
    return ConsoleApi.encode(value);
  }
}
