package io.bellhop.provider.ratelimit;

import java.time.Instant;

/**
 * The right to make a call now, or the time to ask again.
 *
 * @param call the number of the call, if it is allowed
 * @param again when to ask again; null if the call is allowed
 */
public record Permit(long call, Instant again) {
  static Permit go(long call) {
    return new Permit(call, null);
  }

  static Permit retryAt(long at) {
    return new Permit(0, Instant.ofEpochMilli(at));
  }

  public boolean granted() {
    return again == null;
  }
}
