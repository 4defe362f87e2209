package io.bellhop.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SealedColumns;
import io.bellhop.account.SecretBox;
import io.bellhop.json.Json;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The SQL for erasures. The row identifies the guest, encrypted, only until the erasure has ended.
 * Every method runs in the caller's transaction.
 */
final class ErasureTable {
  static final SealedColumns SEALED = SealedColumns.of("erasure", "id", "guest");

  private final SecretBox secrets;
  private final ObjectMapper mapper;

  ErasureTable(SecretBox secrets, ObjectMapper mapper) {
    this.secrets = secrets;
    this.mapper = mapper;
  }

  /** The counts start at zero, the default of their columns. */
  void insert(Connection connection, UUID id, Erasures.Request request, Instant now)
      throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", id);
    columns.put("workspace_id", request.workspace());
    columns.put("account_id", request.account());
    columns.put("dry_run", request.isDryRun());
    columns.put("identifiers", String.join(", ", request.identifiers()));
    columns.put(
        "guest", secrets.seal(Json.text(mapper, request.guest()), SEALED.place("guest", id)));
    columns.put("state", Erasure.RUNNING);
    columns.put("created_at", now);
    Sql.insertRow(connection, "erasure", columns);
  }

  /** An erasure that has not ended. */
  Optional<Erasure> find(Connection connection, UUID id) throws SQLException {
    return Sql.first(
        connection,
        "select workspace_id, account_id, dry_run from erasure where id = ? and state = ?",
        row -> new Erasure(id, row.text("workspace_id"), row.id("account_id"), row.bool("dry_run")),
        id,
        Erasure.RUNNING);
  }

  List<UUID> running(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        "select id from erasure where state = ? order by id",
        row -> row.id("id"),
        Erasure.RUNNING);
  }

  Guest guest(Connection connection, UUID id) throws SQLException {
    String sealed =
        Sql.first(connection, "select guest from erasure where id = ?", r -> r.text("guest"), id)
            .orElseThrow(() -> new SQLException("the erasure has ended: " + id));
    try {
      return mapper.readValue(secrets.open(sealed, SEALED.place("guest", id)), Guest.class);
    } catch (JsonProcessingException e) {
      throw new SQLException("Bellhop cannot read the guest of an erasure", e);
    }
  }

  /** The records about the guest; empty if the search has not ended. */
  Optional<Set<String>> found(Connection connection, UUID id) throws SQLException {
    return Sql.first(
        connection,
        "select found from erasure where id = ?",
        row -> {
          if (row.text("found") == null) {
            return null;
          }
          Set<String> records = new TreeSet<>();
          Json.stored(mapper, row.text("found")).forEach(one -> records.add(one.asText()));
          return records;
        },
        id);
  }

  void found(Connection connection, UUID id, Set<String> records) throws SQLException {
    Sql.update(
        connection, "update erasure set found = ? where id = ?", Json.text(mapper, records), id);
  }

  /** Adds the counts of one transaction. */
  void count(Connection connection, UUID id, Erasure.Counts more) throws SQLException {
    Sql.update(
        connection,
        """
        update erasure set records = records + ?, events = events + ?, messages = messages + ?,
          pending_messages = pending_messages + ?, answers = answers + ? where id = ?
        """,
        more.records(),
        more.events(),
        more.messages(),
        more.pending(),
        more.answers(),
        id);
  }

  /**
   * Resets the counts that a run after a crash adds again: all for a dry run, otherwise the pending
   * messages.
   */
  void beginCount(Connection connection, UUID id) throws SQLException {
    Sql.update(
        connection,
        """
update erasure set pending_messages = 0, records = case when dry_run then 0 else records end,
  events = case when dry_run then 0 else events end,
  messages = case when dry_run then 0 else messages end,
  answers = case when dry_run then 0 else answers end where id = ?
""",
        id);
  }

  /**
   * @param error null if it succeeded
   */
  void end(Connection connection, UUID id, String error, Instant now) throws SQLException {
    Sql.update(
        connection,
        """
        update erasure set state = ?, error = ?, finished_at = ?, guest = null, found = null
        where id = ?
        """,
        error == null ? Erasure.DONE : Erasure.FAILED,
        error,
        now,
        id);
  }
}
