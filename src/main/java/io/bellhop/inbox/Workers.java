package io.bellhop.inbox;

import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The worker pool, for code that has claims for it.
 *
 * @param room the number of further claims that it accepts now
 * @param begin takes a claim whose key is free
 * @param resume takes a claim from the database that has waited for its key
 */
record Workers(IntSupplier room, Consumer<Claim> begin, Consumer<Claim> resume) {
  /** Used before the pool exists. */
  static final Workers NONE = new Workers(() -> 0, claim -> {}, claim -> {});
}
