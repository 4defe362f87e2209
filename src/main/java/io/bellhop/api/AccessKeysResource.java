package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.AccessKey;
import io.bellhop.access.AccessKeys;
import io.bellhop.access.AccessKeys.NewKey;
import io.bellhop.access.Role;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The keys of the API in addition to the first one. Bellhop shows a key only in the answer that
 * creates it.
 */
final class AccessKeysResource {
  private static final String TYPE = "api_key";
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_WORKSPACE = 100;

  /** One day, as for the secrets of subscriptions: enough time to switch. */
  private static final int OVERLAP_HOURS = 24;

  private static final int MAX_OVERLAP_HOURS = 720;

  private final AccessKeys keys;
  private final Clock clock;

  AccessKeysResource(AccessKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages("api_keys", this::list).needs(Role.ADMIN),
        ApiOperation.of("POST", "api_keys", this::create),
        ApiOperation.of("GET", "api_keys/{id}", this::one).needs(Role.ADMIN),
        ApiOperation.delete("api_keys", keys::delete),
        ApiOperation.of("POST", "api_keys/{id}/rotate", this::rotate));
  }

  private ApiAnswer list(ApiRequest request) throws SQLException {
    return ListPage.answer(request, keys.all(), AccessKey::workspaceId, AccessKeysResource::item);
  }

  private ApiAnswer one(ApiRequest request) throws SQLException {
    return keys.all().stream()
        .filter(key -> key.id().equals(request.uuid()))
        .findFirst()
        .map(key -> ApiAnswer.one(ApiAnswer.OK, item(key)))
        .orElseThrow(ApiError::notFound);
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    FieldReader given = new FieldReader(request.wrapped(TYPE));
    String name = given.required("name", LONGEST_NAME);
    String workspace = given.text("workspace_id", null, LONGEST_WORKSPACE);
    String role = given.oneOf("role", Role.READ.word(), Role.WORDS);
    Instant expiresAt = given.time("expires_at");
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      given.add("expires_at", "must be in the future");
    }
    given.check();
    return shown(ApiAnswer.CREATED, keys.create(name, workspace, Role.of(role), expiresAt));
  }

  private ApiAnswer rotate(ApiRequest request) throws SQLException {
    FieldReader given = new FieldReader(request.attributes(TYPE));
    Integer hours =
        given.number("overlap_hours", OVERLAP_HOURS, OVERLAP_HOURS, 0, MAX_OVERLAP_HOURS);
    given.check();
    return shown(
        ApiAnswer.OK,
        keys.rotate(request.uuid(), Duration.ofHours(hours)).orElseThrow(ApiError::notFound));
  }

  private static ApiAnswer shown(int status, NewKey made) {
    ObjectNode item = item(made.key());
    item.withObject("attributes").put("key", made.text());
    return ApiAnswer.one(status, item);
  }

  private static ObjectNode item(AccessKey key) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("name", key.name());
    attributes.put("workspace_id", key.workspaceId());
    attributes.put("role", key.role().word());
    attributes.put("expires_at", UtcTime.text(key.times().expiresAt()));
    attributes.put("last_used_at", UtcTime.text(key.times().lastUsedAt()));
    attributes.put("previous_until", UtcTime.text(key.hashes().previousUntil()));
    attributes.put("created_at", UtcTime.text(key.times().createdAt()));
    attributes.put("updated_at", UtcTime.text(key.times().updatedAt()));
    return ApiAnswer.item(key.id().toString(), TYPE, attributes);
  }
}
