package io.bellhop.event;

import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.function.Function;

/**
 * How a route came by a record: by this it is decided whether the record is newer than what is
 * known.
 *
 * @param clock the clock of {@code updatedAt}, see {@link Version#clock}
 * @param eventTime when it happened, as the webhook says; null if it does not
 * @param readAt when the record was read from the provider's API; null if the webhook carries it
 * @param canRead whether the route reads the record when its message is processed again
 * @param disputed whether the API, read again and again, says otherwise than its own webhook
 * @param doubtful gives what is behind a time of the record that may be one of two instants; null
 *     if it is just what it says
 */
public record Provenance(
    String clock,
    Instant eventTime,
    Instant readAt,
    boolean canRead,
    boolean disputed,
    Function<String, WrittenTime> doubtful) {

  /** The webhook carries the record, and says no more than the record itself. */
  public static final Provenance WEBHOOK =
      new Provenance(Version.CHANGED, null, null, false, false, text -> null);
}
