package io.bellhop.event;

import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.function.Function;

/**
 * How a route obtained a record. This decides whether the record is newer than its snapshot.
 *
 * @param clock the clock of {@code updatedAt}, see {@link Version#clock}
 * @param eventTime the time of the event according to the webhook; null if it has none
 * @param readAt when the record was read from the provider's API; null if the webhook contains it
 * @param canRead whether the route reads the record if Bellhop processes its message again
 * @param missing whether the provider's API does not have the record
 * @param disputed whether the record may be wrong even if it shows no change: after repeated reads
 *     the API still differs from its own webhook, or Bellhop could not read a date
 * @param doubtful returns the time behind a text that may be one of two instants; null if it is
 *     certain
 */
public record Provenance(
    String clock,
    Instant eventTime,
    Instant readAt,
    boolean canRead,
    boolean missing,
    boolean disputed,
    Function<String, WrittenTime> doubtful) {

  /** The webhook contains the record, and no time besides it. */
  public static final Provenance WEBHOOK =
      new Provenance(Version.CHANGED, null, null, false, false, false, text -> null);
}
