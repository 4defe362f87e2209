package io.bellhop.net;

import java.util.Arrays;

/** An address of version 4 as everybody reads it: four decimal numbers without leading zeros. */
final class Dotted {
  private Dotted() {}

  static boolean is(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 4
        && Arrays.stream(parts)
            .allMatch(p -> p.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(p) <= 255);
  }
}
