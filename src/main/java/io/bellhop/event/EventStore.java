package io.bellhop.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.store.ContentCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** The event log and the snapshots of its records. Immutable. */
record EventStore(
    EventTable events, SnapshotTable snapshots, Envelope envelope, NoArgGenerator ids) {
  EventStore(ObjectMapper mapper, ContentCipher cipher) {
    this(
        new EventTable(cipher),
        new SnapshotTable(mapper, cipher),
        new Envelope(mapper),
        Generators.timeBasedEpochGenerator());
  }

  /** Locks the log's head: until the commit no other transaction publishes, on any node. */
  EventAppender appender(Connection connection, Instant now) throws SQLException {
    return new EventAppender(this, connection, now);
  }
}
