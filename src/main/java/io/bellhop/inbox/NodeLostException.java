package io.bellhop.inbox;

import java.sql.SQLTransientException;

/**
 * Others have taken this node for dead, and its messages over: nothing of the transaction counts.
 */
final class NodeLostException extends SQLTransientException {
  private static final long serialVersionUID = 1L;

  NodeLostException() {
    super("other nodes have taken this one for dead: it did not renew its lease in time");
  }
}
