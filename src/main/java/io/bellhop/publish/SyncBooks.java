package io.bellhop.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the books of syncs in the transaction that publishes: what a sync has done and what is next
 * stand or fall with the events that it made.
 */
public interface SyncBooks {
  /** The event of a sync that cannot go on. */
  String FAILED = "sync.failed";

  /**
   * @param page what the delivery brought if it is a page that was read; null otherwise
   */
  record Step(Delivery delivery, Outcome outcome, ListedPage page) {}

  /** A sync that cannot go on, and what the event says of it. */
  record Failure(Account account, ObjectNode record) {}

  /**
   * What follows.
   *
   * @param deliveries to be stored
   * @param failures to be told as events
   * @param afterCommit for logs and metrics
   */
  record Result(List<Delivery> deliveries, List<Failure> failures, List<Runnable> afterCommit) {
    public static final Result NOTHING = new Result(List.of(), List.of(), List.of());
  }

  /** For those who have no syncs. */
  SyncBooks NONE = (connection, steps, now) -> Result.NOTHING;

  /**
   * Called when the outcomes are known and the log's head is held.
   *
   * @param steps pages and records of syncs, in any order
   */
  Result settle(Connection connection, List<Step> steps, Instant now) throws SQLException;
}
