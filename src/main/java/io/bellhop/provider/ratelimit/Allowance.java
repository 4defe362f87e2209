package io.bellhop.provider.ratelimit;

/**
 * The number of calls that a provider allows.
 *
 * @param limits see {@link Limits}
 * @param sharedByIp whether all accounts share them, because the provider counts by address
 * @param addressLimits further limits that all accounts share
 * @param maxConcurrent the maximum number of concurrent calls; 0 for no maximum
 */
public record Allowance(
    String limits, boolean sharedByIp, String addressLimits, int maxConcurrent) {
  public Allowance {
    if (maxConcurrent < 0) {
      throw new IllegalArgumentException(
          "parameter maxConcurrent was "
              + maxConcurrent
              + ": write a number of calls, or 0 for any");
    }
    // An unreadable limit must prevent the start.
    parse("limits", limits);
    parse("addressLimits", addressLimits);
    if (sharedByIp && !addressLimits.isBlank()) {
      throw new IllegalArgumentException(
          "parameter addressLimits cannot go with sharedByIp: with sharedByIp Bellhop"
              + " counts all limits by address, so write them all as limits");
    }
  }

  private static void parse(String parameter, String text) {
    try {
      Limits.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter " + parameter + ": " + e.getMessage(), e);
    }
  }
}
