package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * One of several bodies to merge, and how new it is.
 *
 * @param text the text of its version; empty if there is none
 * @param version the text as a time; null if it is not a time
 * @param revision the text as a revision number; null if it is not a number
 * @param ended whether its status is the end of a record, such as a cancellation
 */
record MergePart(ObjectNode body, String text, Version version, Integer revision, boolean ended) {
  /** A number with more digits is a time: seconds since 1970 have at least nine. */
  private static final Pattern REVISION = Pattern.compile("\\d{1,8}");

  static MergePart of(ObjectNode body, String text, boolean ended, ZoneId zone, Instant came) {
    WrittenTime time = WrittenTime.read(text, zone);
    return new MergePart(
        body,
        text,
        time == null ? null : new Version(time, Version.CHANGED, came),
        REVISION.matcher(text).matches() ? Integer.valueOf(text) : null,
        ended);
  }

  boolean isUnreadable() {
    return !text.isEmpty() && version == null && revision == null;
  }

  boolean isOlderThan(MergePart other) {
    if (text.isEmpty() || other.text.isEmpty()) {
      // If one half has no time, the other one decides.
      return text.isEmpty() && !other.text.isEmpty();
    }
    // A body with the same time does not undo an end.
    boolean yields = !ended && other.ended;
    if (revision != null && other.revision != null) {
      return revision < other.revision || revision.equals(other.revision) && yields;
    }
    if (version == null || other.version == null) {
      return false;
    }
    Version.Order order = version.comparedWith(other.version);
    return order == Version.Order.OLDER || order == Version.Order.SAME && yields;
  }
}
