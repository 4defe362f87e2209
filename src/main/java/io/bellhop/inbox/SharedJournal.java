package io.bellhop.inbox;

import java.sql.SQLException;
import java.util.List;

/** The journal of one of several nodes that share a database and, by partitions, its order keys. */
interface SharedJournal extends TailJournal {
  /** Begins with nothing, for a node that has joined. */
  void begin();

  /** The tables, for messages of this journal. */
  TailTable tables();

  /** What other nodes keep, as far as this one can know and the tables do not have it. */
  List<NewMessage> ofOthers() throws SQLException;

  /** One of these, with its content. */
  NewMessage withContent(NewMessage bare) throws SQLException;

  /** The tables have all messages of partitions that this node is about to give up. */
  void handOver() throws SQLException;
}
