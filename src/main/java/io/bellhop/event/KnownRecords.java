package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Knows which records have a snapshot. It remembers those of which this node has lately written
 * one: a snapshot is never deleted, so that stays true. Thread-safe.
 */
public final class KnownRecords implements EventLogListener {
  /** Ids of a hundred characters or so: two mebibytes. */
  private static final int MOST_REMEMBERED = 10_000;

  private final Database database;
  private final Set<String> remembered =
      Collections.synchronizedSet(Collections.newSetFromMap(new Latest(MOST_REMEMBERED)));

  public KnownRecords(Database database) {
    this.database = database;
  }

  /**
   * Asks the database.
   *
   * @return false too if the database does not answer
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

  /** Whether a record surely has a snapshot; it costs nothing to ask. */
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

  /** As many as may be; the one whose last event is the oldest goes. */
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
