package io.bellhop.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What Bellhop itself has to say, as events like all others. Thread-safe. */
public final class SystemEvents {
  private final Envelope envelope;
  private final EventTable events = new EventTable();
  private final EventSubscribers subscribers;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  public SystemEvents(ObjectMapper mapper, EventSubscribers subscribers) {
    this.envelope = new Envelope(mapper);
    this.subscribers = subscribers;
  }

  /**
   * For those who write none and touch what publishing touches: the lock that comes before all
   * others.
   */
  public static void hold(Connection connection) throws SQLException {
    new EventTable().takeHead(connection);
  }

  /**
   * Takes the log's head: to be called first in a transaction, as everybody who publishes locks it
   * before anything else.
   *
   * @return the place of the event that {@link #append} will write
   */
  public long begin(Connection connection) throws SQLException {
    return events.takeHead(connection) + 1;
  }

  /**
   * @param record has an id
   * @return what is to be done when the transaction has been committed
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

  /** The same for what it has to say about an account. */
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
    events.append(
        connection, List.of(new EventTable.Row(seq, id, eventType, account, null, text)), now);
    events.moveHead(connection, seq);
    String about = AppendedEvent.record(account, eventType, record.get("id").asText());
    return subscribers.fanOut(
        connection,
        List.of(new AppendedEvent(seq, id, eventType, workspaceId, null, about, text)),
        now);
  }

  /** The event in JSON, without it being written anywhere. */
  public String text(
      UUID id, Instant now, String eventType, String workspaceId, ObjectNode record) {
    try {
      return envelope.write(id, now, eventType, workspaceId, record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
