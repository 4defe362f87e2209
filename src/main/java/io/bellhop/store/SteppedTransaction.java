package io.bellhop.store;

import io.bellhop.store.Database.Work;
import java.sql.SQLException;

/** Work in one transaction that does other things between its steps. */
@FunctionalInterface
public interface SteppedTransaction<T> {
  T in(Steps steps) throws SQLException;

  /** Runs the parts of the transaction that use the database. */
  interface Steps {
    /** A step must not wait for another transaction of this process, which may wait for it. */
    <R> R run(Work<R> step) throws SQLException;
  }
}
