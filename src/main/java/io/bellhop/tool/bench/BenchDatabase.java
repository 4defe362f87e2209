package io.bellhop.tool.bench;

/** The database for a measurement, empty at first. */
public record BenchDatabase(String url, String user, String password) {
  private static final String H2 = "jdbc:h2:";

  /**
   * The database for a part of the bench. Each part has its own H2 file, because only one process
   * can open it and the data of one part would slow the next. On PostgreSQL all parts share one
   * database.
   */
  BenchDatabase of(String part) {
    if (!url.startsWith(H2)) {
      return this;
    }
    int end = url.indexOf(';') < 0 ? url.length() : url.indexOf(';');
    return new BenchDatabase(
        url.substring(0, end) + "-" + part + url.substring(end), user, password);
  }

  /** Whether several hubs may open the database. */
  boolean isShared() {
    return !url.startsWith(H2);
  }

  /** The database product, without its address. */
  String product() {
    return url.replaceFirst("^jdbc:", "").replaceFirst(":(file|//).*", "");
  }
}
