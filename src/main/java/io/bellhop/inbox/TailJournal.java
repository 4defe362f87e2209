package io.bellhop.inbox;

import io.bellhop.journal.RecordLocation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keeps what is acknowledged until the tables of the inbox have it: in a folder, or in a table of a
 * database that several nodes share. Thread-safe.
 */
interface TailJournal {
  /** Messages of a request that wait for workers, and where they lie. */
  record Kept(RecordLocation place, List<NewMessage> messages) {}

  /**
   * The outcome of an append.
   *
   * @param hasStored whether the tables have got some of the messages, to be claimed there
   */
  record Appended(List<Kept> kept, boolean hasStored) {}

  /**
   * Returns when all of these are on disk.
   *
   * @throws IOException if a file cannot be written, and none of them counts
   * @throws SQLException if the database cannot, and none of them counts
   */
  Appended append(List<List<NewMessage>> requests) throws IOException, SQLException;

  /** Whether requests can be read again; else the tail keeps all of each in memory. */
  default boolean canRead() {
    return true;
  }

  /** Reads requests again. */
  Map<RecordLocation, List<NewMessage>> read(Collection<RecordLocation> places)
      throws IOException, SQLException;

  /** Gives up a request: the database has all of its messages, durably. */
  void release(RecordLocation place);

  /** Deletes what was released. */
  void deleteReleased() throws IOException, SQLException;

  /** Nothing waits: what was released shall not stay longer than it must. */
  void roll();

  /**
   * Called in each transaction that writes messages of the tail, before anything else.
   *
   * @throws NodeLostException if another node has taken them over
   */
  void fence(Connection connection) throws SQLException;

  void close() throws IOException;
}
