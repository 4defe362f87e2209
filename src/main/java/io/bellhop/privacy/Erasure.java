package io.bellhop.privacy;

import java.util.UUID;

/**
 * One request to erase a guest's personal data, while it runs. It says nothing of the guest.
 *
 * @param workspace the only one whose data counts; null: all
 * @param account the only one whose data counts; null: all
 * @param isDryRun whether it only counts
 */
record Erasure(UUID id, String workspace, UUID account, boolean isDryRun) {
  static final String RUNNING = "running";
  static final String DONE = "done";
  static final String FAILED = "failed";

  /**
   * How much was erased, or would be.
   *
   * @param pending messages that are not processed yet, and stay
   */
  record Counts(long records, long events, long messages, long pending, long answers) {}
}
