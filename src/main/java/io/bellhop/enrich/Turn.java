package io.bellhop.enrich;

import java.time.Instant;

/**
 * What a caller of an API is told: go, or come again.
 *
 * @param call the number of the call, if it may be made
 * @param again when to ask again; null if the call may be made
 */
record Turn(long call, Instant again) {
  static Turn go(long call) {
    return new Turn(call, null);
  }

  static Turn comeAgain(long at) {
    return new Turn(0, Instant.ofEpochMilli(at));
  }

  boolean granted() {
    return again == null;
  }
}
