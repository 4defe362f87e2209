package io.bellhop.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.store.ContentCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Appends events of Bellhop itself to the log. Thread-safe. */
public final class SystemEvents {
  private final Envelope envelope;

  /** These events are about accounts and Bellhop itself, and contain no personal data. */
  private final EventTable events = new EventTable(ContentCipher.CLEAR);

  private final EventSubscribers subscribers;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  public SystemEvents(ObjectMapper mapper, EventSubscribers subscribers) {
    this.envelope = new Envelope(mapper);
    this.subscribers = subscribers;
  }

  /**
   * Takes the lock that precedes all others, for a transaction that appends no event by this class.
   */
  public static void hold(Connection connection) throws SQLException {
    new EventTable(ContentCipher.CLEAR).takeHead(connection);
  }

  /**
   * Locks the log's head. A transaction calls this first, because all transactions that publish
   * lock it before anything else.
   *
   * @return the place of the event that {@link #append} will write
   */
  public long begin(Connection connection) throws SQLException {
    return events.takeHead(connection) + 1;
  }

  /**
   * @param record has an id
   * @return an action that the caller runs after the commit
   */
  public Runnable append(
      Connection connection,
      long seq,
      Instant now,
      String eventType,
      String workspaceId,
      ObjectNode record)
      throws SQLException {
    UUID id = ids.generate();
    String text = text(id, now, eventType, workspaceId, record);
    return append(connection, seq, id, now, eventType, null, workspaceId, record, text);
  }

  /** As the other method, for an event about an account. */
  public Runnable append(
      Connection connection,
      long seq,
      Instant now,
      String eventType,
      Account account,
      ObjectNode record)
      throws SQLException {
    UUID id = ids.generate();
    try {
      String text = envelope.write(id, now, eventType, account, record);
      return append(
          connection, seq, id, now, eventType, account.id(), account.workspaceId(), record, text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Runnable append(
      Connection connection,
      long seq,
      UUID id,
      Instant now,
      String eventType,
      UUID account,
      String workspaceId,
      ObjectNode record,
      String text)
      throws SQLException {
    String recordId = record.get("id").asText();
    events.append(
        connection,
        List.of(new EventTable.Row(seq, id, eventType, account, null, null, recordId, text, null)),
        now);
    events.moveHead(connection, seq);
    String about = AppendedEvent.record(account, eventType, recordId);
    return subscribers.fanOut(
        connection,
        List.of(new AppendedEvent(seq, id, eventType, workspaceId, Set.of(), about, text, null)),
        now);
  }

  /** The event in JSON, without writing it. */
  public String text(
      UUID id, Instant now, String eventType, String workspaceId, ObjectNode record) {
    try {
      return envelope.write(id, now, eventType, workspaceId, record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
