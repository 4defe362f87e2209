package io.bellhop.connect;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.connect.ConnectFailure.Kind;
import io.bellhop.connect.ConnectLink.Failure;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table connect_link, which stores tokens and states as hashes. Thread-safe. */
final class ConnectLinkTable {
  private static final String SELECT =
      """
      select id, provider, workspace_id, name, expires_at, account_id, failure, failure_text,
        failed_at, steps, created_at
      from connect_link\
      """;

  private static final int LONGEST = 2000;

  private final Database database;

  /** In the order of time, to find old links. */
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  ConnectLinkTable(Database database) {
    this.database = database;
  }

  UUID insert(ConnectLink link, String tokenHash) throws SQLException {
    UUID id = ids.generate();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", id);
    columns.put("provider", link.provider());
    columns.put("workspace_id", link.workspaceId());
    columns.put("name", link.name());
    columns.put("token_hash", tokenHash);
    columns.put("expires_at", link.expiresAt());
    columns.put("steps", "");
    columns.put("created_at", link.createdAt());
    database.durably(connection -> Sql.insertRow(connection, "connect_link", columns));
    return id;
  }

  Optional<ConnectLink> byToken(String tokenHash) throws SQLException {
    return database.transact(
        connection ->
            Sql.first(
                connection, SELECT + " where token_hash = ?", ConnectLinkTable::link, tokenHash));
  }

  Optional<ConnectLink> find(UUID id) throws SQLException {
    return database.transact(
        connection -> Sql.first(connection, SELECT + " where id = ?", ConnectLinkTable::link, id));
  }

  /** Makes the attempt with this state the only valid one. */
  void begin(UUID id, String stateHash) throws SQLException {
    database.durably(
        connection ->
            Sql.update(
                connection,
                "update connect_link set state_hash = ? where id = ? and account_id is null",
                stateHash,
                id));
  }

  /** Uses a state: of any number of callers on all nodes, only one receives true. */
  boolean use(UUID id, String stateHash, Instant now) throws SQLException {
    return database.durably(
            connection ->
                Sql.update(
                    connection,
                    """
                    update connect_link set state_hash = null
                    where id = ? and state_hash = ? and account_id is null and expires_at > ?\
                    """,
                    id,
                    stateHash,
                    now))
        == 1;
  }

  /**
   * @param account null if it was deleted
   */
  void write(UUID id, UUID account, Map<String, String> steps) throws SQLException {
    String text =
        steps.entrySet().stream()
            .map(step -> step.getKey() + " " + step.getValue().replaceAll("\\R", " "))
            .collect(Collectors.joining("\n"));
    database.durably(
        connection ->
            Sql.update(
                connection,
                "update connect_link set account_id = ?, steps = ?, failure = null where id = ?",
                account,
                shortened(text),
                id));
  }

  /** Records the failure of an attempt, but not for a used link. */
  void fail(UUID id, Failure failure) throws SQLException {
    database.durably(
        connection ->
            Sql.update(
                connection,
                """
                update connect_link set failure = ?, failure_text = ?, failed_at = ?
                where id = ? and account_id is null\
                """,
                failure.kind().name(),
                shortened(failure.text()),
                failure.at(),
                id));
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static ConnectLink link(SqlRow row) throws SQLException {
    Map<String, String> steps = new LinkedHashMap<>();
    row.text("steps")
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> steps.put(parts[0], parts[1]));
    return new ConnectLink(
        row.id("id"),
        row.text("provider"),
        row.text("workspace_id"),
        row.text("name"),
        row.time("expires_at"),
        row.id("account_id"),
        failure(row),
        steps,
        row.time("created_at"));
  }

  private static Failure failure(SqlRow row) throws SQLException {
    String kind = row.text("failure");
    return kind == null
        ? null
        : new Failure(Kind.valueOf(kind), row.text("failure_text"), row.time("failed_at"));
  }
}
