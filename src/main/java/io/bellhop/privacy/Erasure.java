package io.bellhop.privacy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One request to erase a guest's personal data, and how far it is. It says nothing of the guest.
 *
 * @param workspace the only one whose data counts; null: all
 * @param account the only one whose data counts; null: all
 * @param isDryRun whether it only counts
 * @param identifiers by which fields the guest is known, without their values
 */
public record Erasure(
    UUID id,
    String workspace,
    UUID account,
    boolean isDryRun,
    List<String> identifiers,
    String state,
    Counts counts,
    String error,
    Instant createdAt,
    Instant finishedAt) {
  public static final String RUNNING = "running";
  static final String DONE = "done";
  static final String FAILED = "failed";

  /**
   * What was erased, or would be.
   *
   * @param pending messages that are not processed yet, and stay
   */
  public record Counts(long records, long events, long messages, long pending, long answers) {}
}
