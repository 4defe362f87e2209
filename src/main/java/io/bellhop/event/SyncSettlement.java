package io.bellhop.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the books of syncs in the transaction that publishes: what a sync has done and what is next
 * stand or fall with the events that it made.
 */
public interface SyncSettlement {
  /** The event of a sync that cannot go on. */
  String FAILED = "sync.failed";

  /**
   * @param page what the message brought if it is a page that was read; null otherwise
   */
  record Step(InboxMessage message, MessageOutcome outcome, SyncPage page) {}

  /** A sync that cannot go on, and what the event says of it. */
  record Failure(Account account, ObjectNode record) {}

  /**
   * What follows.
   *
   * @param messages to be stored
   * @param failures to be told as events
   * @param afterCommit for logs and metrics
   */
  record Result(List<InboxMessage> messages, List<Failure> failures, List<Runnable> afterCommit) {
    public static final Result NOTHING = new Result(List.of(), List.of(), List.of());
  }

  /** For those who have no syncs. */
  SyncSettlement NONE = (connection, steps, now) -> Result.NOTHING;

  /**
   * Called when the outcomes are known and the log's head is held.
   *
   * @param steps pages and records of syncs, in any order
   */
  Result settle(Connection connection, List<Step> steps, Instant now) throws SQLException;
}
