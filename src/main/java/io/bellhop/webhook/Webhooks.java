package io.bellhop.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SecretBox;
import io.bellhop.store.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The subscriptions. Reads come from memory and ask the database only whether it is still true, so
 * that what another node changed counts at once. Thread-safe.
 */
public final class Webhooks {
  private static final String COLUMNS =
      """
      name, workspace_id, callback_url, sink, event_mask, property_id, is_global, request_params, headers,
      secret, previous_secret, previous_until, is_active, send_data, protected, max_in_flight,
      rate_per_second, failing_since, created_at, updated_at, revision, id""";

  private static final String READ = "select " + COLUMNS + " from webhook order by created_at, id";

  private static final String STAMP = "select count(*), coalesce(sum(revision), 0) from webhook";

  private static final String INSERT =
      "insert into webhook (" + COLUMNS + ") values (" + "?, ".repeat(21) + "?)";

  private static final String UPDATE =
      """
      update webhook set name = ?, workspace_id = ?, callback_url = ?, sink = ?, event_mask = ?,
        property_id = ?, is_global = ?, request_params = ?, headers = ?, secret = ?,
        previous_secret = ?, previous_until = ?, is_active = ?, send_data = ?, protected = ?,
        max_in_flight = ?, rate_per_second = ?, failing_since = ?, created_at = ?, updated_at = ?,
        revision = ?
      where id = ?
      """;

  /** What tells one state of the table from another. */
  private record Stamp(long count, BigDecimal revisions) {}

  private record View(Stamp stamp, Map<UUID, Webhook> byId) {}

  private final Database database;
  private final SecretBox secrets;
  private final ObjectMapper mapper;
  private volatile View view = new View(null, Map.of());

  public Webhooks(Database database, SecretBox secrets, ObjectMapper mapper) {
    this.database = database;
    this.secrets = secrets;
    this.mapper = mapper;
  }

  /** All of them as they stand in this transaction, in the order in which they were made. */
  public Collection<Webhook> in(Connection connection) throws SQLException {
    Stamp now = stamp(connection);
    if (!now.equals(view.stamp())) {
      view = new View(now, read(connection));
    }
    return view.byId().values();
  }

  /** All of them as they stand now. */
  public List<Webhook> all() throws SQLException {
    return List.copyOf(database.transact(this::in));
  }

  public Optional<Webhook> find(UUID id) throws SQLException {
    all();
    return known(id);
  }

  /** As it was last seen; asks nobody. */
  public Optional<Webhook> known(UUID id) {
    return Optional.ofNullable(view.byId().get(id));
  }

  public void create(Webhook webhook) throws SQLException {
    database.durably(connection -> write(connection, webhook, INSERT));
  }

  public void update(Webhook webhook) throws SQLException {
    database.durably(connection -> write(connection, webhook, UPDATE));
  }

  /**
   * Changes it, unless somebody else has done so meanwhile.
   *
   * @param stored as it was when the change was made up
   * @return false if it is not that any more
   */
  public boolean replace(Webhook stored, Webhook next) throws SQLException {
    return database.durably(
        connection -> {
          lock(connection, "select id from webhook where id = ? for update", stored.id());
          return in(connection).contains(stored) && 0 < write(connection, next, UPDATE);
        });
  }

  /**
   * Forgets it, and what is on its way to it. Locks are taken in everybody's order: the log's head,
   * so that no event is on its way into the queue; the webhook; its keys, sorted.
   */
  public boolean delete(UUID id) throws SQLException {
    return database.durably(
        connection -> {
          lock(connection, "select last_seq from event_head where id = ? for update", 1);
          boolean found = 0 < execute(connection, "delete from webhook where id = ?", id);
          lock(
              connection,
              "select order_key from delivery_key where lane = ? order by order_key for update",
              id.toString());
          execute(connection, "delete from delivery_key where lane = ?", id.toString());
          execute(
              connection,
              "delete from delivery_pending where order_key >= ? and order_key < ?",
              id + " ",
              id + "!");
          return found;
        });
  }

  /**
   * Notes that every attempt fails since a time; what is noted already stays.
   *
   * @param since null: one has succeeded
   */
  public void failing(Connection connection, UUID id, Instant since) throws SQLException {
    execute(
        connection,
        "update webhook set failing_since = ?, revision = ? where id = ? and failing_since is "
            + (since == null ? "not null" : "null"),
        Database.time(since),
        revision(),
        id);
  }

  /**
   * Switches it off.
   *
   * @return false if it was off, or is gone
   */
  public boolean switchOff(Connection connection, UUID id, Instant now) throws SQLException {
    return 0
        < execute(
            connection,
            "update webhook set is_active = false, updated_at = ?, revision = ?"
                + " where id = ? and is_active = true",
            Database.time(now),
            revision(),
            id);
  }

  private static void lock(Connection connection, String sql, Object of) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setObject(1, of);
      s.executeQuery().close();
    }
  }

  private static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      return s.executeUpdate();
    }
  }

  private static long revision() {
    return ThreadLocalRandom.current().nextLong();
  }

  private static Stamp stamp(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(STAMP);
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return new Stamp(rows.getLong(1), rows.getBigDecimal(2));
    }
  }

  private Map<UUID, Webhook> read(Connection connection) throws SQLException {
    Map<UUID, Webhook> found = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(READ);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        Webhook webhook = webhook(rows);
        found.put(webhook.id(), webhook);
      }
    }
    return found;
  }

  private Webhook webhook(ResultSet rows) throws SQLException {
    return new Webhook(
        rows.getObject("id", UUID.class),
        rows.getString("name"),
        rows.getString("workspace_id"),
        rows.getString("callback_url"),
        rows.getString("sink"),
        new EventMask(rows.getString("event_mask")),
        rows.getString("property_id"),
        rows.getBoolean("is_global"),
        map(rows.getString("request_params")),
        map(rows.getString("headers")),
        rows.getBoolean("is_active"),
        rows.getBoolean("send_data"),
        rows.getBoolean("protected"),
        secrets.open(rows.getString("secret")),
        rows.getString("previous_secret") == null
            ? null
            : secrets.open(rows.getString("previous_secret")),
        time(rows, "previous_until"),
        rows.getInt("max_in_flight"),
        rows.getObject("rate_per_second", Integer.class),
        time(rows, "failing_since"),
        time(rows, "created_at"),
        time(rows, "updated_at"));
  }

  private static Instant time(ResultSet rows, String column) throws SQLException {
    return Database.instant(rows.getObject(column, OffsetDateTime.class));
  }

  private int write(Connection connection, Webhook webhook, String sql) throws SQLException {
    List<Object> values = new ArrayList<>();
    values.add(webhook.name());
    values.add(webhook.workspaceId());
    values.add(webhook.callbackUrl());
    values.add(webhook.sink());
    values.add(webhook.eventMask().text());
    values.add(webhook.propertyId());
    values.add(webhook.global());
    values.add(seal(webhook.requestParams()));
    values.add(seal(webhook.headers()));
    values.add(secrets.seal(webhook.secret()));
    values.add(webhook.previousSecret() == null ? null : secrets.seal(webhook.previousSecret()));
    values.add(Database.time(webhook.previousUntil()));
    values.add(webhook.active());
    values.add(webhook.sendData());
    values.add(webhook.isProtected());
    values.add(webhook.maxInFlight());
    values.add(webhook.ratePerSecond());
    values.add(Database.time(webhook.failingSince()));
    values.add(Database.time(webhook.createdAt()));
    values.add(Database.time(webhook.updatedAt()));
    values.add(revision());
    values.add(webhook.id());
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        s.setObject(i + 1, values.get(i));
      }
      return s.executeUpdate();
    }
  }

  private String seal(Map<String, String> map) {
    try {
      return secrets.seal(mapper.writeValueAsString(map));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> map(String sealed) {
    try {
      return mapper.readValue(
          secrets.open(sealed), new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
