package io.bellhop.inbox;

import java.sql.SQLTransientException;

/**
 * Other nodes have declared this node dead and have taken over its messages: the transaction must
 * not commit.
 */
final class NodeLostException extends SQLTransientException {
  private static final long serialVersionUID = 1L;

  NodeLostException() {
    super("other nodes declared this node dead: it did not renew its lease in time");
  }
}
