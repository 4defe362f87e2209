package io.bellhop.event;

import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.function.Function;

/**
 * How a route came by a record: this decides whether the record is newer than its snapshot.
 *
 * @param clock the clock of {@code updatedAt}, see {@link Version#clock}
 * @param eventTime when it happened, as the webhook states; null if it does not
 * @param readAt when the record was read from the provider's API; null if the webhook carries it
 * @param canRead whether the route reads the record when its message is processed again
 * @param missing whether the provider's API was asked for the record and does not have it
 * @param disputed whether the API, after repeated reads, still differs from its own webhook
 * @param doubtful gives what is behind a time of the record that may be one of two instants; null
 *     if it is certain
 */
public record Provenance(
    String clock,
    Instant eventTime,
    Instant readAt,
    boolean canRead,
    boolean missing,
    boolean disputed,
    Function<String, WrittenTime> doubtful) {

  /** The webhook carries the record, and nothing about its time but the record itself. */
  public static final Provenance WEBHOOK =
      new Provenance(Version.CHANGED, null, null, false, false, false, text -> null);
}
