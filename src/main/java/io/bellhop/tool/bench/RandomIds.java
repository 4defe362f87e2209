package io.bellhop.tool.bench;

import java.security.SecureRandom;

/**
 * Turns numbers into ids that have nothing in common with their neighbours, like those of
 * providers: a table whose keys count up is cheap. The ids are a permutation of all 64-bit numbers
 * with new random keys each time, so the ids of two runs do not collide, and no table is needed to
 * find the number of an id.
 */
final class RandomIds {
  /** The length of a number in hexadecimal digits. */
  static final int DIGITS = 16;

  private static final int HALF = 32;

  private final long offset;
  private final long first;
  private final long second;

  RandomIds() {
    SecureRandom random = new SecureRandom();
    this.offset = random.nextLong();
    this.first = random.nextLong() | 1;
    this.second = random.nextLong() | 1;
  }

  /** Hexadecimal digits, at least {@link #DIGITS} of them; the first are the number. */
  String id(long number, int length) {
    StringBuilder id = new StringBuilder(length + DIGITS);
    for (long key = key(number); id.length() < length; key = key(key)) {
      String digits = Long.toHexString(key);
      id.append("0".repeat(DIGITS - digits.length())).append(digits);
    }
    id.setLength(length);
    return id.toString();
  }

  /** The number of an id that begins with this. */
  long number(long key) {
    long x = fold(key) * inverse(second);
    return (fold(x) * inverse(first)) ^ offset;
  }

  private long key(long number) {
    long x = fold((number ^ offset) * first);
    return fold(x * second);
  }

  /** Undoes itself. */
  private static long fold(long x) {
    return x ^ (x >>> HALF);
  }

  /** Newton's method: each step doubles the bits that are right, and an odd number has three. */
  private static long inverse(long odd) {
    long x = odd;
    for (int right = 3; right < Long.SIZE; right *= 2) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
