package io.bellhop.enrich;

/**
 * How many calls a provider allows.
 *
 * @param limits see {@link Limits}
 * @param perAddress whether all accounts share them, because the provider counts by address
 * @param addressLimits those that all accounts share besides
 * @param mostAtOnce calls that may be under way together; 0: any number
 */
record Allowance(String limits, boolean perAddress, String addressLimits, int mostAtOnce) {
  Allowance {
    if (mostAtOnce < 0) {
      throw new IllegalArgumentException(
          "parameter mostAtOnce was " + mostAtOnce + ": write a number of calls, or 0 for any");
    }
    // A limit that cannot be read must stop the start.
    parse("limits", limits);
    parse("addressLimits", addressLimits);
    if (perAddress && !addressLimits.isBlank()) {
      throw new IllegalArgumentException(
          "parameter addressLimits stands beside perAddress: with perAddress all limits are"
              + " counted by address, so write them all as limits");
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
