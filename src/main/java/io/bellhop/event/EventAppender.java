package io.bellhop.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Appends the events of one transaction: assigns their places in the log and queues them for their
 * subscribers.
 */
final class EventAppender {
  private final EventTable table;
  private final Envelope envelope;
  private final NoArgGenerator ids;
  private final Instant now;
  private final List<EventTable.Row> rows = new ArrayList<>();
  private final List<AppendedEvent> appended = new ArrayList<>();
  private final long first;

  /** Call {@link EventStore#appender}. */
  EventAppender(EventStore store, Connection connection, Instant now) throws SQLException {
    this.table = store.events();
    this.envelope = store.envelope();
    this.ids = store.ids();
    this.now = now;
    this.first = table.takeHead(connection);
  }

  UUID append(EventDraft draft, EventDecision.News news, Collection<String> warnings)
      throws SQLException {
    UUID id = ids.generate();
    JsonText text = () -> envelope.write(id, now, draft, news, warnings);
    String property =
        Snapshot.propertyOf(news.type(), news.previous() == null ? news.record() : news.previous());
    append(
        id,
        draft.account(),
        news.eventType(),
        draft.recordId(),
        property,
        left(news),
        text,
        draft.traceParent());
    return id;
  }

  /** Appends the event of a sync that cannot continue. */
  void append(SyncSettlement.Failure failure) throws SQLException {
    UUID id = ids.generate();
    Account account = failure.account();
    String type = SyncSettlement.FAILED;
    JsonText text = () -> envelope.writeOfSync(id, now, type, account, failure.record());
    append(id, account, type, account.id().toString(), null, null, text, null);
  }

  /** Appends an event that Bellhop derives from a draft. */
  void append(EventDraft cause, String type, ObjectNode record) throws SQLException {
    UUID id = ids.generate();
    append(
        id,
        cause.account(),
        type,
        record.get("id").asText(),
        Snapshot.propertyOf(type, record),
        null,
        () -> envelope.writeCaused(id, now, type, cause, record),
        cause.traceParent());
  }

  /** Appends an event of Bellhop itself, without a provider's message. */
  void append(Account account, String type, ObjectNode record) throws SQLException {
    UUID id = ids.generate();
    append(
        id,
        account,
        type,
        record.get("id").asText(),
        Snapshot.propertyOf(type, record),
        null,
        () -> envelope.write(id, now, type, account, record),
        null);
  }

  /** The previous property of a record; null if it has not moved. */
  private static String left(EventDecision.News news) {
    return news.changes() == null
        ? null
        : Snapshot.propertyIn(news.changes().path("propertyId").path(0));
  }

  private void append(
      UUID id,
      Account account,
      String type,
      String record,
      String property,
      String left,
      JsonText text,
      String traceParent)
      throws SQLException {
    String json;
    try {
      json = text.write();
    } catch (JsonProcessingException e) {
      throw new SQLException("Bellhop cannot write an event as JSON: " + e.getOriginalMessage(), e);
    }
    long seq = first + rows.size() + 1;
    rows.add(
        new EventTable.Row(seq, id, type, account.id(), property, left, record, json, traceParent));
    Set<String> properties = AppendedEvent.properties(property, left);
    String name = AppendedEvent.record(account.id(), type, record);
    appended.add(
        new AppendedEvent(
            seq, id, type, account.workspaceId(), properties, name, json, traceParent));
  }

  /**
   * Writes the events and their deliveries.
   *
   * @return an action that the caller runs after the commit
   */
  Runnable write(Connection connection, EventSubscribers subscribers) throws SQLException {
    table.append(connection, rows, now);
    if (rows.isEmpty()) {
      return () -> {};
    }
    Runnable afterCommit = subscribers.fanOut(connection, appended, now);
    table.moveHead(connection, first + rows.size());
    return afterCommit;
  }

  @FunctionalInterface
  private interface JsonText {
    String write() throws JsonProcessingException;
  }
}
