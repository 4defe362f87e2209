package io.bellhop.event;

import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.function.Function;

/**
 * How a route obtained a record, which decides whether the record is newer than its snapshot.
 *
 * @param clock the clock of {@code updatedAt}, see {@link Version#clock}
 * @param eventTime when the event happened, as the webhook states; null if it does not
 * @param readAt when the record was read from the provider's API; null if the webhook carries it
 * @param canRead whether the route reads the record if Bellhop processes its message again
 * @param missing whether the provider's API was asked for the record and does not have it
 * @param disputed whether the record may be wrong where it shows no change: the API, after repeated
 *     reads, still differs from its own webhook, or a date could not be read
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

  /** The webhook carries the record and states no time besides it. */
  public static final Provenance WEBHOOK =
      new Provenance(Version.CHANGED, null, null, false, false, false, text -> null);
}
