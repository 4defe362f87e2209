package io.bellhop.tool.cli;

/** What stands in for an option that is not given. */
final class EnvironmentDefaults {
  private EnvironmentDefaults() {}

  /**
   * Null if there is neither. Not by picocli's defaults: they take a dollar and a brace in a
   * password for a variable.
   */
  static String or(String option, String variable) {
    return option == null ? System.getenv(variable) : option;
  }
}
