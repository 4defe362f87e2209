package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.time.ZoneId;

/**
 * One of several bodies that are merged, and how new it says it is.
 *
 * @param told what stands where its version should; empty if nothing does
 * @param version the time that it tells; null if it tells none
 * @param revision the number of its revision; null if it tells none
 */
record MergePart(ObjectNode body, String told, Version version, Integer revision) {
  /** More digits are a time: seconds since 1970 have at least nine. */
  private static final String REVISION = "\\d{1,8}";

  static MergePart of(ObjectNode body, String told, ZoneId zone, Instant came) {
    WrittenTime time = WrittenTime.read(told, zone);
    return new MergePart(
        body,
        told,
        time == null ? null : new Version(time, Version.CHANGED, came),
        told.matches(REVISION) ? Integer.valueOf(told) : null);
  }

  boolean isUnreadable() {
    return !told.isEmpty() && version == null && revision == null;
  }

  boolean isOlderThan(MergePart other) {
    if (told.isEmpty() || other.told.isEmpty()) {
      // A half that tells no time leaves it to the other one.
      return told.isEmpty() && !other.told.isEmpty();
    }
    if (revision != null && other.revision != null) {
      return revision < other.revision;
    }
    return version != null
        && other.version != null
        && version.comparedWith(other.version) == Version.Order.OLDER;
  }
}
