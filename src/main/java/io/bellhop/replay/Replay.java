package io.bellhop.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * The replay of many inbox messages.
 *
 * @param id ordered by time: it takes only messages whose ids are lower, which were there before it
 * @param workspace the only one whose messages it takes; null: all
 * @param filter which messages it takes, as its caller has written it
 * @param rate messages a second, at most
 * @param position the last message that it has looked at
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
  /** How it stands. Only one runs at a time, so that rates hold for the whole hub. */
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
   * @param total messages that matched when it was asked for
   * @param replayed messages that are pending again
   * @param skipped messages whose bodies are gone
   */
  public record Counts(long total, long replayed, long skipped) {}

  /**
   * How it stands, or has ended.
   *
   * @param finishedAt null while it is under way
   * @param error why it has failed; null if it has not
   */
  public record Outcome(Status status, Instant finishedAt, String error) {
    static final Outcome NONE = new Outcome(Status.WAITING, null, null);
  }

  /** The same further on. */
  Replay at(UUID last, long replayed, long skipped) {
    Counts now = new Counts(counts.total(), replayed, skipped);
    return new Replay(id, workspace, filter, rate, now, last, createdAt, outcome);
  }

  /** How many messages it takes in one go: a fifth of a second's, so that a stop is quick. */
  int portion() {
    return Math.max(1, rate / 5);
  }
}
