package io.bellhop.store;

import io.bellhop.store.Database.Work;
import java.sql.SQLException;

/** Work in one transaction that does other work between its steps. */
@FunctionalInterface
public interface SteppedTransaction<T> {
  T in(Steps steps) throws SQLException;

  /** Runs the parts of the transaction that use the database. */
  interface Steps {
    /**
     * Runs a step, which must not wait for another transaction of this process, because that may
     * wait for the step.
     */
    <R> R run(Work<R> step) throws SQLException;
  }
}
