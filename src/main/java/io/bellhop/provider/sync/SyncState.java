package io.bellhop.provider.sync;

import java.time.Instant;
import java.util.UUID;

/**
 * The state of an account's sync, or how its last run ended.
 *
 * @param state new (no run yet), running, done or failed
 * @param mode full or changes; null before the first run
 * @param phase list, or check while records that a whole list has not shown are read by their ids
 * @param error why it failed, or what it waits for; null if all is well
 */
public record SyncState(
    UUID accountId,
    UUID run,
    String state,
    String mode,
    String phase,
    Counts counts,
    Times times,
    String error) {
  public static final String NEW = "new";
  public static final String RUNNING = "running";
  public static final String DONE = "done";
  public static final String FAILED = "failed";

  /**
   * What a run has done so far.
   *
   * @param pages pages that were read
   * @param entries entries that were read
   * @param total how many entries there are; null if the provider does not say
   * @param events events that were made
   * @param open records of the page under way that are not settled
   * @param deferred records that failed, which Bellhop retries without the sync, or dead letters
   */
  public record Counts(int pages, int entries, Integer total, int events, int open, int deferred) {}

  /**
   * The times of a run. The first two are of the provider's clock.
   *
   * @param since the run reads changes since then; null in a full pass
   * @param watermark the next run reads changes since then
   * @param fullAt when the last full pass began
   */
  public record Times(
      Instant since,
      Instant watermark,
      Instant startedAt,
      Instant finishedAt,
      Instant fullAt,
      Instant nextAt) {}

  public boolean running() {
    return state.equals(RUNNING);
  }
}
