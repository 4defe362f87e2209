package io.bellhop.inbox;

import java.nio.file.Path;

/**
 * Where what is acknowledged is kept until it has come to something.
 *
 * @param isWanted whether there is a journal at all
 * @param folder of a journal beside a database that no other node has open; null if the journal is
 *     a table, which only PostgreSQL has
 */
public record JournalPlace(boolean isWanted, Path folder) {
  /** In the tables of the inbox, as if it had to wait. */
  public static final JournalPlace NONE = new JournalPlace(false, null);

  /** In a table of PostgreSQL; as {@link #NONE} on another database. */
  public static final JournalPlace TABLE = new JournalPlace(true, null);

  public static JournalPlace folder(Path folder) {
    return new JournalPlace(true, folder);
  }

  boolean isTable() {
    return isWanted && folder == null;
  }
}
