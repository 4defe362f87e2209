package io.bellhop.provider.sync;

import java.time.Instant;
import java.util.UUID;

/**
 * The state of an account's sync, or how its last run ended.
 *
 * @param state new (no run yet), running, done or failed
 * @param mode full or changes; null before the first run
 * @param phase list, or check while Bellhop reads the records absent from a full list by their ids
 * @param error why the sync failed, or what it waits for; null otherwise
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
   * The progress of a run.
   *
   * @param pages the pages read
   * @param entries the entries read
   * @param total the number of entries; null if the provider does not return it
   * @param events the events emitted
   * @param open unsettled records of the present page
   * @param deferred records that failed, which Bellhop retries without the sync, or dead letters
   */
  public record Counts(int pages, int entries, Integer total, int events, int open, int deferred) {}

  /**
   * The times of a run. The first two are in the provider's time.
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
