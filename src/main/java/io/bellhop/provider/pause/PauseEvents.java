package io.bellhop.provider.pause;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.event.SystemEvents;
import io.bellhop.time.UtcTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** The two events about a provider's API that does not work for an account. */
final class PauseEvents {
  static final String DEGRADED = "account.degraded";
  static final String RECOVERED = "account.recovered";

  private final SystemEvents events;
  private final ObjectMapper mapper;

  PauseEvents(SystemEvents events, ObjectMapper mapper) {
    this.events = events;
    this.mapper = mapper;
  }

  /** The first step of a transaction: see {@link SystemEvents#begin}. */
  long begin(Connection connection) throws SQLException {
    return events.begin(connection);
  }

  Runnable degraded(Connection connection, long seq, Account account, Pause pause, Instant now)
      throws SQLException {
    return events.append(connection, seq, now, DEGRADED, account, record(account, pause));
  }

  Runnable recovered(Connection connection, long seq, Account account, Pause pause, Instant now)
      throws SQLException {
    ObjectNode record = record(account, pause).put("recoveredAt", UtcTime.text(now));
    return events.append(connection, seq, now, RECOVERED, account, record);
  }

  private ObjectNode record(Account account, Pause pause) {
    ObjectNode record = mapper.createObjectNode();
    record.put("id", account.id().toString());
    record.put("provider", account.provider());
    if (account.name() != null && !account.name().isEmpty()) {
      record.put("name", account.name());
    }
    record.put("reason", pause.reason().text());
    record.put("detail", pause.detail());
    if (!pause.isWhole()) {
      record.put("path", pause.part());
    }
    record.put("since", UtcTime.text(pause.since()));
    return record;
  }
}
