package io.bellhop.privacy;

import java.util.UUID;

/**
 * One request to erase a guest's personal data, while it runs. It does not identify the guest.
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
   * How much it erased, or would erase.
   *
   * @param pending messages that Bellhop has not processed yet, and keeps
   */
  record Counts(long records, long events, long messages, long pending, long answers) {}
}
