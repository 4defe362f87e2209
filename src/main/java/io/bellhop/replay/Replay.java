package io.bellhop.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A replay of many inbox messages.
 *
 * @param id ordered by time; the replay includes only messages with lower ids, which arrived before
 *     it
 * @param workspace includes only its messages; null for all
 * @param filter which messages to include, as the caller wrote it
 * @param rate the maximum number of messages a second
 * @param position the last message that it has read
 */
public record Replay(
    UUID id,
    String workspace,
    String filter,
    int rate,
    Counts counts,
    UUID position,
    Instant createdAt,
    Outcome outcome) {
  /** The status of a replay. Only one runs at a time, so that rates apply to the whole hub. */
  public enum Status {
    WAITING,
    RUNNING,
    DONE,
    CANCELLED,
    FAILED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param total messages that matched when the replay began
   * @param replayed messages that are pending again
   * @param skipped messages whose bodies have been deleted
   */
  public record Counts(long total, long replayed, long skipped) {}

  /**
   * The state of a replay.
   *
   * @param finishedAt null while the replay is in progress
   * @param error the error if it failed; null otherwise
   */
  public record Outcome(Status status, Instant finishedAt, String error) {
    static final Outcome NONE = new Outcome(Status.WAITING, null, null);
  }

  /** The replay with a later position. */
  Replay at(UUID last, long replayed, long skipped) {
    Counts now = new Counts(counts.total(), replayed, skipped);
    return new Replay(id, workspace, filter, rate, now, last, createdAt, outcome);
  }

  /** The number of messages in one batch: a fifth of a second's, so that a stop is quick. */
  int portion() {
    return Math.max(1, rate / 5);
  }
}
