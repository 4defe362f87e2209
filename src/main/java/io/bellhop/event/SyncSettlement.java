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
 * Updates the state of syncs in the transaction that publishes, so that a sync's progress and its
 * events are committed together.
 */
public interface SyncSettlement {
  /** The event of a sync that cannot continue. */
  String FAILED = "sync.failed";

  /**
   * @param page the content of a page that was read; null for other messages
   */
  record Step(InboxMessage message, MessageOutcome outcome, SyncPage page) {}

  /** A sync that cannot continue, and the record of its event. */
  record Failure(Account account, ObjectNode record) {}

  /**
   * The result.
   *
   * @param messages that the transaction stores
   * @param failures that become events
   * @param afterCommit for logs and metrics
   */
  record Result(List<InboxMessage> messages, List<Failure> failures, List<Runnable> afterCommit) {
    public static final Result NOTHING = new Result(List.of(), List.of(), List.of());
  }

  /** There are no syncs. */
  SyncSettlement NONE = (connection, steps, now) -> Result.NOTHING;

  /**
   * Settles the syncs; called when the outcomes are known and the log's head is locked.
   *
   * @param steps pages and records of syncs, in any order
   */
  Result settle(Connection connection, List<Step> steps, Instant now) throws SQLException;
}
