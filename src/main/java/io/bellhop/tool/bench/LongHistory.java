package io.bellhop.tool.bench;

import io.bellhop.store.Database;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A long past: settled messages with everything that they leave behind. */
final class LongHistory {
  private static final int STEP = 50_000;

  private static final List<String> STATEMENTS =
      List.of(
          """
          insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key,
            kind, mergeable, received_at, due_at, status, attempts, event_ids, settled_at)
          select %1$s, %2$s, 'past', 'past', 'past ' || n, 'past ' || n, 'webhook', false,
            current_timestamp, current_timestamp, 'done', 1, null, current_timestamp
          from %3$s
          """,
          """
          insert into idempotency_key (id, inbox_id, created_at)
          select 'past/' || n, %1$s, current_timestamp from %3$s
          """,
          """
          insert into snapshot (id, account_id, record_type, record_id, version, deleted, record,
            created_at, updated_at)
          select 'past/reservation/' || n, %2$s, 'reservation', 'past' || n, current_timestamp, false,
            '{"id":"past"}', current_timestamp, current_timestamp from %3$s
          """,
          """
          insert into event (seq, id, event_type, account_id, created_at, envelope)
          select (select last_seq from event_head) + n - %4$d, %1$s, 'reservation.created', %2$s,
            current_timestamp, '{"hook":{},"data":{}}' from %3$s
          """,
          "update event_head set last_seq = last_seq + %5$d");

  private LongHistory() {}

  static void write(Database database, int count) throws SQLException {
    boolean h2 = database.dialect().name().equals("h2");
    for (int from = 0; from < count; from += STEP) {
      int size = Math.min(STEP, count - from);
      String rows =
          h2
              ? "(select x as n from system_range(%d, %d)) s".formatted(from + 1, from + size)
              : "generate_series(%d, %d) as n".formatted(from + 1, from + size);
      int first = from;
      database.transact(
          connection -> {
            try (Statement s = connection.createStatement()) {
              for (String sql : STATEMENTS) {
                s.execute(
                    sql.formatted(
                        h2 ? "random_uuid()" : "gen_random_uuid()",
                        "cast('00000000-0000-7000-8000-000000000000' as uuid)",
                        rows,
                        first,
                        size));
              }
            }
            return null;
          });
    }
    if (!h2) {
      database.transact(
          connection -> {
            try (Statement s = connection.createStatement()) {
              return s.execute("analyze");
            }
          });
    }
  }
}
