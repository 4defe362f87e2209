package io.bellhop.subscription;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SealedColumns;
import io.bellhop.account.SealedMaps;
import io.bellhop.account.SecretBox;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import io.bellhop.store.TableCache;
import io.bellhop.store.TableCache.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The SQL for subscriptions, whose secrets are encrypted. Every method runs in the caller's
 * transaction.
 */
final class SubscriptionTable {
  static final String NAME = "subscription";

  private static final String READ =
      """
      select id, name, workspace_id, callback_url, sink, event_mask, property_id, is_global,
        request_params, headers, is_active, send_data, filter, transform, protected, secret,
        previous_secret, previous_until, on_refusal, max_in_flight, rate_per_second, failing_since,
        created_at, updated_at, revision
      from subscription where id = any(?)
      """;

  static final SealedColumns SEALED =
      SealedColumns.of(NAME, "id", "request_params", "headers", "secret", "previous_secret");

  private final SecretBox secrets;
  private final SealedMaps maps;

  SubscriptionTable(SecretBox secrets, ObjectMapper mapper) {
    this.secrets = secrets;
    this.maps = new SealedMaps(secrets, mapper);
  }

  List<Row<Subscription>> read(Connection connection, Collection<UUID> ids) throws SQLException {
    return Sql.list(
        connection,
        READ,
        row -> new Row<>(row.id("id"), row.number("revision"), subscription(row)),
        Sql.ids(ids));
  }

  int insert(Connection connection, Subscription subscription) throws SQLException {
    Map<String, Object> columns = columns(subscription);
    columns.put("id", subscription.id());
    return Sql.insertRow(connection, NAME, columns);
  }

  int update(Connection connection, Subscription subscription) throws SQLException {
    return Sql.updateRow(connection, NAME, subscription.id(), columns(subscription));
  }

  /** Locks a subscription until the transaction ends. */
  void lock(Connection connection, UUID id) throws SQLException {
    Sql.lock(connection, "select id from subscription where id = ? for update", id);
  }

  /**
   * @return false if there is no such subscription
   */
  boolean delete(Connection connection, UUID id) throws SQLException {
    return Sql.update(connection, "delete from subscription where id = ?", id) > 0;
  }

  /**
   * @param since null after a successful attempt
   */
  void failing(Connection connection, UUID id, Instant since) throws SQLException {
    Sql.update(
        connection,
        "update subscription set failing_since = ?, revision = ? where id = ? and failing_since is "
            + (since == null ? "not null" : "null"),
        since,
        TableCache.newRevision(),
        id);
  }

  boolean switchOff(Connection connection, UUID id, Instant now) throws SQLException {
    return 0
        < Sql.update(
            connection,
            "update subscription set is_active = false, updated_at = ?, revision = ?"
                + " where id = ? and is_active = true",
            now,
            TableCache.newRevision(),
            id);
  }

  private Subscription subscription(SqlRow row) throws SQLException {
    UUID id = row.id("id");
    return Subscription.builder()
        .id(id)
        .name(row.text("name"))
        .workspaceId(row.text("workspace_id"))
        .target(row.text("callback_url"), row.text("sink"))
        .eventMask(new EventMask(row.text("event_mask")))
        .property(row.text("property_id"), row.bool("is_global"))
        .additions(map(row, "request_params", id), map(row, "headers", id))
        .active(row.bool("is_active"))
        .sendData(row.bool("send_data"))
        .shape(new Shape(row.text("filter"), row.text("transform")))
        .isProtected(row.bool("protected"))
        .signing(
            secret(row, "secret", id),
            secret(row, "previous_secret", id),
            row.time("previous_until"))
        .onRefusal(OnRefusal.of(row.text("on_refusal")))
        .limits(row.integer("max_in_flight"), row.integerOrNull("rate_per_second"))
        .failingSince(row.time("failing_since"))
        .createdAt(row.time("created_at"))
        .updatedAt(row.time("updated_at"))
        .build();
  }

  private Map<String, String> map(SqlRow row, String column, UUID id) throws SQLException {
    return maps.open(row.text(column), SEALED.place(column, id));
  }

  private String secret(SqlRow row, String column, UUID id) throws SQLException {
    return secrets.open(row.text(column), SEALED.place(column, id));
  }

  private Map<String, Object> columns(Subscription subscription) {
    UUID id = subscription.id();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("name", subscription.name());
    columns.put("workspace_id", subscription.workspaceId());
    columns.put("callback_url", subscription.callbackUrl());
    columns.put("sink", subscription.sink());
    columns.put("event_mask", subscription.eventMask().text());
    columns.put("property_id", subscription.propertyId());
    columns.put("is_global", subscription.global());
    columns.put(
        "request_params",
        maps.seal(subscription.requestParams(), SEALED.place("request_params", id)));
    columns.put("headers", maps.seal(subscription.headers(), SEALED.place("headers", id)));
    columns.put("is_active", subscription.active());
    columns.put("send_data", subscription.sendData());
    columns.put("filter", subscription.shape().filter());
    columns.put("transform", subscription.shape().transform());
    columns.put("protected", subscription.isProtected());
    columns.put("secret", secrets.seal(subscription.secret(), SEALED.place("secret", id)));
    columns.put(
        "previous_secret",
        secrets.seal(subscription.previousSecret(), SEALED.place("previous_secret", id)));
    columns.put("previous_until", subscription.previousUntil());
    columns.put("on_refusal", subscription.onRefusal().word());
    columns.put("max_in_flight", subscription.maxInFlight());
    columns.put("rate_per_second", subscription.ratePerSecond());
    columns.put("failing_since", subscription.failingSince());
    columns.put("created_at", subscription.createdAt());
    columns.put("updated_at", subscription.updatedAt());
    columns.put("revision", TableCache.newRevision());
    return columns;
  }
}
