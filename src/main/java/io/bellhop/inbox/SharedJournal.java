package io.bellhop.inbox;

import java.sql.SQLException;
import java.util.List;

/** The journal of one of several nodes that share a database and, by partitions, its order keys. */
interface SharedJournal extends TailJournal {
  /** Begins empty, for a node that has joined. */
  void begin();

  /** The tables, for messages of this journal. */
  TailTable tables();

  /**
   * The messages in the journals of other nodes that the tables lack, as far as this node can see
   * them.
   */
  List<NewMessage> ofOthers() throws SQLException;

  /** Adds the content to one of these messages. */
  NewMessage withContent(NewMessage bare) throws SQLException;

  /** The tables have all messages of partitions that this node is about to give up. */
  void handOver() throws SQLException;
}
