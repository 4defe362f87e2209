package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import io.bellhop.time.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Tells which records have a snapshot. It remembers those that this node has recently written; this
 * stays true, because Bellhop deletes a snapshot only with its account. Thread-safe.
 */
public final class KnownRecords implements EventLogListener {
  /** With ids of about a hundred characters this takes 2 MiB. */
  private static final int MOST_REMEMBERED = 10_000;

  private static final String STATES =
      "select version, version_clock, coalesce(as_of, updated_at) as as_of, read_at, entry_hash"
          + " from snapshot where id = any(?)";

  private final Database database;
  private final Set<String> remembered =
      Collections.synchronizedSet(Collections.newSetFromMap(new Latest(MOST_REMEMBERED)));

  public KnownRecords(Database database) {
    this.database = database;
  }

  /**
   * Asks the database whether a record has a snapshot.
   *
   * @return also false if the database does not answer
   */
  public boolean knows(UUID account, String type, String recordId) {
    try {
      String id = Snapshot.id(account, type, recordId);
      return database.transact(
          connection ->
              Sql.first(connection, "select 1 from snapshot where id = ?", row -> true, id)
                  .isPresent());
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Whether the snapshot of a record is surely newer than a webhook about it: by the provider's own
   * clock, or because Bellhop has since read the record in a list.
   *
   * @param types that the record may have
   * @param event the time of the event according to the webhook
   * @return also false if the database does not answer
   */
  public boolean isNewerThan(
      UUID account, Collection<String> types, String recordId, Version event) {
    List<String> ids = types.stream().map(type -> Snapshot.id(account, type, recordId)).toList();
    try {
      return database.transact(
          connection ->
              Sql.list(connection, STATES, KnownRecords::state, Sql.texts(ids)).stream()
                  .anyMatch(state -> state.isNewerThan(event)));
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * @param listedAt when Bellhop read it in a list; null if the state has another source
   */
  private record State(Version version, Instant listedAt) {
    boolean isNewerThan(Version event) {
      boolean isLater =
          version != null
              && version.movesWithChanges()
              && version.isBelieved()
              && event.isBelieved()
              && event.time().isBefore(version.time());
      return isLater || listedAt != null && event.isSurelyBefore(listedAt);
    }
  }

  private static State state(SqlRow row) throws SQLException {
    Instant version = row.time("version");
    String clock = row.text("version_clock");
    return new State(
        version == null
            ? null
            : new Version(version, clock == null ? Version.CHANGED : clock, row.time("as_of")),
        row.text("entry_hash") == null ? null : row.time("read_at"));
  }

  /** Whether a record has a snapshot according to memory, without a query. */
  public boolean remembers(UUID account, String type, String recordId) {
    return remembered.contains(Snapshot.id(account, type, recordId));
  }

  @Override
  public void published(EventDraft draft, String eventType, Instant now) {
    if (draft.compared() && !draft.failed() && !draft.verb().equals("deleted")) {
      remembered.add(draft.snapshotId());
    }
  }

  @Override
  public void settled(InboxMessage message, MessageOutcome outcome, Instant now) {}

  /** Limits the number; the record with the oldest event goes first. */
  private static final class Latest extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Latest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > most;
    }
  }
}
