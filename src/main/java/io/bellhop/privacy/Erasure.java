package io.bellhop.privacy;

import java.util.UUID;

/**
 * A running request to erase a guest's personal data. It does not identify the guest.
 *
 * @param workspace the workspace of the data; null for all
 * @param account the account of the data; null for all
 * @param isDryRun whether it only counts
 */
record Erasure(UUID id, String workspace, UUID account, boolean isDryRun) {
  static final String RUNNING = "running";
  static final String DONE = "done";
  static final String FAILED = "failed";

  /**
   * The numbers of erased objects, or in a dry run of those to erase.
   *
   * @param pending messages that Bellhop has not processed yet, and keeps
   */
  record Counts(long records, long events, long messages, long pending, long answers) {}
}
