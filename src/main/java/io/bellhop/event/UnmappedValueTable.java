package io.bellhop.event;

import io.bellhop.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The SQL of the words that no mapping knows. Callers hold the log's head, so two transactions
 * never count one word at the same time.
 */
final class UnmappedValueTable {
  /**
   * @param message the inbox message that contained it
   */
  record Seen(String provider, UnmappedValue word, UUID message) {}

  /** A field with free text always has new words, and users do not need so many. */
  private static final int MOST_OF_A_PROVIDER = 1_000;

  private static final int LONGEST_FIELD = 100;
  private static final int LONGEST_WORD = 200;

  private static final String COUNT =
      """
      update unmapped_value set seen = seen + 1, last_seen = ?, message_id = ?
      where provider = ? and field = ? and word = ?
      """;

  private static final String INSERT =
      """
      insert into unmapped_value
        (last_seen, message_id, provider, field, word, first_seen, seen)
      select cast(? as timestamp with time zone), cast(? as uuid), cast(? as varchar(64)),
        cast(? as varchar(100)), cast(? as varchar(200)), cast(? as timestamp with time zone), 1
      from (select count(*) as there from unmapped_value where provider = ?) known
      where known.there < ?
      """;

  private UnmappedValueTable() {}

  static void write(Connection connection, List<Seen> all, Instant now) throws SQLException {
    if (all.isEmpty()) {
      return;
    }
    try (PreparedStatement count = connection.prepareStatement(COUNT);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Seen seen : all) {
        set(count, seen, now);
        if (count.executeUpdate() == 0) {
          set(insert, seen, now);
          insert.setObject(6, Database.time(now));
          insert.setString(7, seen.provider());
          insert.setInt(8, MOST_OF_A_PROVIDER);
          insert.executeUpdate();
        }
      }
    }
  }

  private static void set(PreparedStatement s, Seen seen, Instant now) throws SQLException {
    s.setObject(1, Database.time(now));
    s.setObject(2, seen.message());
    s.setString(3, seen.provider());
    s.setString(4, storable(seen.word().field(), LONGEST_FIELD));
    s.setString(5, storable(seen.word().word(), LONGEST_WORD));
  }

  /** Databases reject half a surrogate pair, and PostgreSQL rejects NUL. */
  private static String storable(String text, int longest) {
    String cut = text.length() > longest ? text.substring(0, longest) : text;
    String whole = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.replace('\0', '\uFFFD');
  }
}
