package io.bellhop.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SecretBox;
import io.bellhop.store.Database;
import io.bellhop.store.TableCache.Row;
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
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The SQL of subscriptions, whose secrets are encrypted. Every method runs in the transaction of
 * the connection that it is given.
 */
final class SubscriptionTable {
  private static final String COLUMNS =
      """
      name, workspace_id, callback_url, sink, event_mask, property_id, is_global, request_params, headers,
      secret, previous_secret, previous_until, is_active, send_data, protected, on_refusal,
      max_in_flight, rate_per_second, failing_since, created_at, updated_at, revision, id""";

  private static final String READ = "select " + COLUMNS + " from subscription where id = any(?)";

  private static final String INSERT =
      "insert into subscription (" + COLUMNS + ") values (" + "?, ".repeat(22) + "?)";

  private static final String UPDATE =
      """
      update subscription set name = ?, workspace_id = ?, callback_url = ?, sink = ?, event_mask = ?,
        property_id = ?, is_global = ?, request_params = ?, headers = ?, secret = ?,
        previous_secret = ?, previous_until = ?, is_active = ?, send_data = ?, protected = ?,
        on_refusal = ?, max_in_flight = ?, rate_per_second = ?, failing_since = ?, created_at = ?,
        updated_at = ?, revision = ?
      where id = ?
      """;

  private final SecretBox secrets;
  private final ObjectMapper mapper;

  SubscriptionTable(SecretBox secrets, ObjectMapper mapper) {
    this.secrets = secrets;
    this.mapper = mapper;
  }

  List<Row<Subscription>> read(Connection connection, Collection<UUID> ids) throws SQLException {
    List<Row<Subscription>> found = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(READ)) {
      s.setArray(1, Database.ids(connection, ids));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          Subscription subscription = subscription(rows);
          found.add(new Row<>(subscription.id(), rows.getLong("revision"), subscription));
        }
      }
    }
    return found;
  }

  int insert(Connection connection, Subscription subscription) throws SQLException {
    return write(connection, subscription, INSERT);
  }

  int update(Connection connection, Subscription subscription) throws SQLException {
    return write(connection, subscription, UPDATE);
  }

  /** Locks a subscription until the transaction ends. */
  void lock(Connection connection, UUID id) throws SQLException {
    lock(connection, "select id from subscription where id = ? for update", id);
  }

  /**
   * Forgets it, and what is on its way to it. Locks are taken in everybody's order: the log's head,
   * so that no event is on its way into the queue; the subscription; its keys, sorted.
   */
  boolean delete(Connection connection, UUID id) throws SQLException {
    lock(connection, "select last_seq from event_head where id = ? for update", 1);
    boolean found = 0 < execute(connection, "delete from subscription where id = ?", id);
    lock(
        connection,
        "select order_key from delivery_key where queue = ? order by order_key for update",
        id.toString());
    execute(connection, "delete from delivery_key where queue = ?", id.toString());
    execute(
        connection,
        "delete from delivery_pending where order_key >= ? and order_key < ?",
        id + " ",
        id + "!");
    return found;
  }

  /**
   * @param since null: one has succeeded
   */
  void failing(Connection connection, UUID id, Instant since) throws SQLException {
    execute(
        connection,
        "update subscription set failing_since = ?, revision = ? where id = ? and failing_since is "
            + (since == null ? "not null" : "null"),
        Database.time(since),
        revision(),
        id);
  }

  boolean switchOff(Connection connection, UUID id, Instant now) throws SQLException {
    return 0
        < execute(
            connection,
            "update subscription set is_active = false, updated_at = ?, revision = ?"
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

  private Subscription subscription(ResultSet rows) throws SQLException {
    return new Subscription(
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
        OnRefusal.of(rows.getString("on_refusal")),
        rows.getInt("max_in_flight"),
        rows.getObject("rate_per_second", Integer.class),
        time(rows, "failing_since"),
        time(rows, "created_at"),
        time(rows, "updated_at"));
  }

  private static Instant time(ResultSet rows, String column) throws SQLException {
    return Database.instant(rows.getObject(column, OffsetDateTime.class));
  }

  private int write(Connection connection, Subscription subscription, String sql)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    values.add(subscription.name());
    values.add(subscription.workspaceId());
    values.add(subscription.callbackUrl());
    values.add(subscription.sink());
    values.add(subscription.eventMask().text());
    values.add(subscription.propertyId());
    values.add(subscription.global());
    values.add(seal(subscription.requestParams()));
    values.add(seal(subscription.headers()));
    values.add(secrets.seal(subscription.secret()));
    values.add(
        subscription.previousSecret() == null ? null : secrets.seal(subscription.previousSecret()));
    values.add(Database.time(subscription.previousUntil()));
    values.add(subscription.active());
    values.add(subscription.sendData());
    values.add(subscription.isProtected());
    values.add(subscription.onRefusal().word());
    values.add(subscription.maxInFlight());
    values.add(subscription.ratePerSecond());
    values.add(Database.time(subscription.failingSince()));
    values.add(Database.time(subscription.createdAt()));
    values.add(Database.time(subscription.updatedAt()));
    values.add(revision());
    values.add(subscription.id());
    return execute(connection, sql, values.toArray());
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
