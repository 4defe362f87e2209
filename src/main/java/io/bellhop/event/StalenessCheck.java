package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Decides whether a draft is newer than a snapshot. Versions decide if they can be compared. If
 * they cannot, a record that was read from the API after the snapshot was written is newer;
 * otherwise the order of arrival counts. The rules are those of docs/writing-routes.md, "How to
 * choose a version".
 */
final class StalenessCheck {
  enum Verdict {
    NEWER,
    /** Neither is certainly newer, so the contents decide. */
    TIED,
    /** Bellhop must read the record from the API (again) before it can decide. */
    UNSETTLED,
    OLDER
  }

  /** APIs seldom lag longer behind their own webhooks; after this time the API's answer counts. */
  private static final Duration API_LAG = Duration.ofSeconds(20);

  /** Lists often come from search indexes, which are slower. */
  private static final Duration LIST_LAG = Duration.ofMinutes(15);

  /** Repeated reads must end, even while others keep writing the snapshot. */
  private static final int MOST_READS = 10;

  /** A stay with one of these statuses does not become active again because of an equal time. */
  private static final Set<String> TERMINAL = Set.of("CANCELLED", "DECLINED", "EXPIRED", "NO_SHOW");

  private final EventDraft draft;
  private final Version version;
  private final Instant readAt;
  private final boolean mayWait;

  /**
   * @param version of the record; null if it has none
   * @param mayWait whether Bellhop can process its message again later
   */
  StalenessCheck(EventDraft draft, Version version, boolean mayWait) {
    this.draft = draft;
    this.version = version;
    this.readAt = draft.readAt();
    this.mayWait = mayWait && draft.first().attempts() < MOST_READS;
  }

  /**
   * @param snapshot null if there is none
   */
  Verdict against(Snapshot snapshot) {
    if (snapshot == null || !draft.ordered()) {
      return Verdict.NEWER;
    }
    Version known = snapshot.comparable();
    Version.Order order =
        version == null || known == null ? Version.Order.UNKNOWN : version.comparedWith(known);
    if (isFromSync() && !isReadAfter(snapshot)) {
      // The provider's times are coarse: of two states of one second, the later read counts.
      return order == Version.Order.NEWER ? Verdict.NEWER : Verdict.OLDER;
    }
    if (readAt == null && snapshot.readAt() != null && order != Version.Order.OLDER) {
      // The snapshot is newer than its version, so a late message with a newer version may still be
      // older.
      return isSurelyAfter(snapshot.readAt()) ? Verdict.NEWER : Verdict.TIED;
    }
    return switch (order) {
      case NEWER -> Verdict.NEWER;
      case SAME -> Verdict.TIED;
      case OLDER -> older(snapshot);
      case UNKNOWN -> byArrival(snapshot);
    };
  }

  private Verdict older(Snapshot snapshot) {
    if (readAt == null) {
      return isOfLaterEvent(snapshot) ? Verdict.TIED : Verdict.OLDER;
    }
    if (!mayBeBehind(snapshot)) {
      return Verdict.NEWER;
    }
    return isFromSync() ? Verdict.OLDER : readAgainOr(Verdict.NEWER);
  }

  /**
   * Whether the draft is older only than the event for which Bellhop read the snapshot: its time is
   * not before that of the snapshot's record, and its own event is later than the snapshot's.
   */
  private boolean isOfLaterEvent(Snapshot snapshot) {
    Instant happened = draft.provenance().eventTime();
    WrittenTime known = WrittenTime.read(snapshot.record().path("updatedAt").asText(""));
    return happened != null
        && known != null
        && known.latest().isBefore(snapshot.version())
        && !version.time().isBefore(known)
        && happened.isAfter(snapshot.version())
        && new Version(happened, Version.EVENTS, draft.cameAt()).isBelieved();
  }

  private Verdict byArrival(Snapshot snapshot) {
    if (readAt == null) {
      return isReplayOfOlder(snapshot) ? Verdict.OLDER : Verdict.NEWER;
    }
    if (isFromSync() && snapshot.readAt() == null && mayBeBehind(snapshot)) {
      return Verdict.TIED; // a list may not yet show a webhook's change
    }
    return isReadAfter(snapshot) ? Verdict.NEWER : readAgainOr(Verdict.NEWER);
  }

  /**
   * @param snapshot a tombstone
   * @param otherType whether the tombstone only means that the record had another type before
   */
  Verdict againstEnd(Snapshot snapshot, boolean otherType) {
    if (!draft.ordered()) {
      return Verdict.NEWER;
    }
    if (isFromSync()) {
      // A list that Bellhop read after the end and that still shows the record is right.
      return otherType || isReadAfter(snapshot) ? Verdict.NEWER : Verdict.OLDER;
    }
    if (!otherType && snapshot.readAt() != null) {
      return againstReadEnd(snapshot);
    }
    Version known = snapshot.comparable();
    if (version == null || known == null || !version.isBelieved()) {
      return isReplayOfOlder(snapshot) ? Verdict.OLDER : Verdict.NEWER;
    }
    Instant end = known.isBelieved() ? snapshot.version() : known.came();
    Instant latest = version.time().latest();
    // A deleted record returns only with a state that is newer than its end.
    boolean isNewer = otherType ? !latest.isBefore(end) : latest.isAfter(end);
    boolean isOtherClock = otherType && !version.clock().equals(Version.CHANGED);
    return isNewer || isOtherClock ? Verdict.NEWER : Verdict.OLDER;
  }

  /**
   * @param snapshot a tombstone of a record that the API did not have, or had with another type,
   *     when Bellhop read it
   */
  private Verdict againstReadEnd(Snapshot snapshot) {
    Instant read = snapshot.readAt();
    if (readAt != null) {
      return readAt.isBefore(read) ? Verdict.OLDER : Verdict.NEWER;
    }
    if (version != null && version.isBelieved() && version.time().latest().isAfter(read)) {
      return Verdict.NEWER;
    }
    if (isSurelyBefore(read) || isReplayOfOlder(snapshot) || draft.provenance().missing()) {
      return Verdict.OLDER;
    }
    return canBeRead() ? readAgainOr(Verdict.NEWER) : Verdict.NEWER;
  }

  /** Decides between two states with different contents, neither of which is certainly newer. */
  Verdict tied(Snapshot snapshot, JsonNode record) {
    boolean undoes = isTerminal(snapshot.record()) && !isTerminal(record);
    if (isFromSync()) {
      return undoes && mayBeBehind(snapshot) ? Verdict.OLDER : Verdict.NEWER;
    }
    if (readAt != null) {
      boolean isSure = isReadAfter(snapshot) && !(undoes && mayBeBehind(snapshot));
      return isSure ? Verdict.NEWER : readAgainOr(undoes ? Verdict.OLDER : Verdict.NEWER);
    }
    if (isLate()) {
      // A replay of the snapshot's own message counts, because the mapping may have been corrected
      // since.
      return isReplayOfOlder(snapshot) ? Verdict.OLDER : Verdict.NEWER;
    }
    // A list has shown the record and the API does not have it by its id, so it may be newer.
    boolean isOlder = undoes || isSurelyBefore(snapshot.readAt()) && !draft.provenance().missing();
    Verdict asItStands = isOlder ? Verdict.OLDER : Verdict.NEWER;
    return canBeRead() ? readAgainOr(asItStands) : asItStands;
  }

  /**
   * Whether the route reads the record if Bellhop processes its message again, and has not read it
   * yet.
   */
  private boolean canBeRead() {
    return draft.provenance().canRead()
        && draft.account().hasApiCredentials()
        && draft.first().attempts() == 0;
  }

  /**
   * @param ours a time by our own clock; null if there is none
   */
  private boolean isSurelyBefore(Instant ours) {
    return ours != null && version != null && version.isSurelyBefore(ours);
  }

  private boolean isSurelyAfter(Instant ours) {
    return version != null && version.isSurelyAfter(ours);
  }

  private Verdict readAgainOr(Verdict otherwise) {
    return mayWait ? Verdict.UNSETTLED : otherwise;
  }

  /** Whether Bellhop read the record so soon after the snapshot that the API may lag behind. */
  private boolean mayBeBehind(Snapshot snapshot) {
    Duration lag = isFromSync() ? LIST_LAG : API_LAG;
    return snapshot.writtenAt() == null || !readAt.isAfter(snapshot.writtenAt().plus(lag));
  }

  private boolean isReadAfter(Snapshot snapshot) {
    // A snapshot of this transaction is as old as its messages.
    Instant since = snapshot.writtenAt() != null ? snapshot.writtenAt() : snapshot.asOf();
    return since != null && !since.isAfter(readAt);
  }

  private boolean isFromSync() {
    return draft.first().isSync();
  }

  /** Whether the body may be older than messages that were processed before it. */
  private boolean isLate() {
    return draft.first().isReplay() || draft.first().isReadAgain();
  }

  private boolean isReplayOfOlder(Snapshot snapshot) {
    return isLate() && snapshot.asOf() != null && draft.cameAt().isBefore(snapshot.asOf());
  }

  static boolean isTerminal(JsonNode record) {
    return TERMINAL.contains(record.path("status").asText());
  }
}
