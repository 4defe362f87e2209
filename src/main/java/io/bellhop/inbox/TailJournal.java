package io.bellhop.inbox;

import io.bellhop.journal.RecordLocation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keeps acknowledged messages until the tables of the inbox have them: in a folder, or in a table
 * of a database that several nodes share. Thread-safe.
 */
interface TailJournal {
  /** Messages of a request that wait for workers, and their place in the journal. */
  record Kept(RecordLocation place, List<NewMessage> messages) {}

  /**
   * The outcome of an append.
   *
   * @param hasStored whether it stored some of the messages in the tables, from where workers claim
   *     them
   */
  record Appended(List<Kept> kept, boolean hasStored) {}

  /**
   * Returns when all of these requests are on disk.
   *
   * @throws IOException if a file cannot be written; then none of them is stored
   * @throws SQLException if the database cannot write; then none of them counts
   */
  Appended append(List<List<NewMessage>> requests) throws IOException, SQLException;

  /** Whether the journal can read requests again. If not, the tail keeps all of them in memory. */
  default boolean canRead() {
    return true;
  }

  /** Reads requests again. */
  Map<RecordLocation, List<NewMessage>> read(Collection<RecordLocation> places)
      throws IOException, SQLException;

  /** Releases a request: the database has all of its messages durably. */
  void release(RecordLocation place);

  /** Deletes released requests. */
  void deleteReleased() throws IOException, SQLException;

  /** Deletes the last released requests; called when nothing waits. */
  void roll();

  /**
   * Locks this node. Each transaction that writes messages of the tail calls it first.
   *
   * @throws NodeLostException if another node has taken them over
   */
  void fence(Connection connection) throws SQLException;

  void close() throws IOException;
}
