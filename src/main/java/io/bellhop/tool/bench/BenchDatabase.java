package io.bellhop.tool.bench;

/** The database that is measured on, empty at first. */
public record BenchDatabase(String url, String user, String password) {
  private static final String H2 = "jdbc:h2:";

  /**
   * One for a part of the bench: an H2 file is open in one process only, and what one part has left
   * there would slow the next. On PostgreSQL all parts use the one that there is.
   */
  BenchDatabase of(String part) {
    if (!url.startsWith(H2)) {
      return this;
    }
    int end = url.indexOf(';') < 0 ? url.length() : url.indexOf(';');
    return new BenchDatabase(
        url.substring(0, end) + "-" + part + url.substring(end), user, password);
  }

  /** Whether several hubs may have it open. */
  boolean isShared() {
    return !url.startsWith(H2);
  }

  /** What it is, without where. */
  String product() {
    return url.replaceFirst("^jdbc:", "").replaceFirst(":(file|//).*", "");
  }
}
