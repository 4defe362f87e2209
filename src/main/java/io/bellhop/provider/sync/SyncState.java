package io.bellhop.provider.sync;

import java.time.Instant;
import java.util.UUID;

/**
 * How an account's sync stands, or how the last one ended.
 *
 * @param state new (none yet), running, done or failed
 * @param mode full or changes; null before the first
 * @param phase list, or check while what a whole listing has not shown is read by its id
 * @param pages pages that were read
 * @param listed entries that were read
 * @param total entries that there are; null if the provider does not say
 * @param published events that were made
 * @param open records of the page under way that are not settled
 * @param deferred records that failed and are tried again by themselves, or are dead
 * @param since what changes are read since, of the provider's clock; null in a full pass
 * @param watermark what the next changes are read from, of the provider's clock
 * @param error why it failed, or what it waits for; null if all is well
 */
public record SyncState(
    UUID accountId,
    UUID run,
    String state,
    String mode,
    String phase,
    int pages,
    int listed,
    Integer total,
    int published,
    int open,
    int deferred,
    Instant since,
    Instant watermark,
    Instant startedAt,
    Instant finishedAt,
    Instant fullAt,
    Instant nextAt,
    String error) {
  public static final String NEW = "new";
  public static final String RUNNING = "running";
  public static final String DONE = "done";
  public static final String FAILED = "failed";

  public boolean running() {
    return state.equals(RUNNING);
  }
}
