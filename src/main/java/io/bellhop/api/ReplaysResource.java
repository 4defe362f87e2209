package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
import io.bellhop.replay.Replay;
import io.bellhop.replay.Replays;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import io.bellhop.validation.InvalidFieldsException;
import java.util.List;
import java.util.UUID;

/** Replays of all messages that match a filter. */
final class ReplaysResource {
  private static final String TYPE = "inbox_replay";
  private static final int ACCEPTED = 202;
  private static final int LONGEST_VALUE = 1000;

  /**
   * The default rate: a few per cent of a hub's capacity, so that a replay does not delay webhooks.
   */
  private static final int RATE = 50;

  private static final int FASTEST = 1000;

  private final Replays replays;
  private final MessageFilters filters;
  private final InboxRows rows;
  private final ObjectMapper mapper;
  private final ListEndpoint list;

  ReplaysResource(
      Replays replays,
      MessageFilters filters,
      InboxRows rows,
      Queries queries,
      ObjectMapper mapper) {
    this.replays = replays;
    this.filters = filters;
    this.rows = rows;
    this.mapper = mapper;
    this.list =
        new ListEndpoint(
                Visibility.Scope.OWN,
                row -> item(replays.find(UUID.fromString(row.text("id"))).orElseThrow()))
            .at("inbox_replays", queries.rows("id", TYPE, "id desc"));
    replays.readBy(this::next);
  }

  List<ApiOperation> operations() {
    return List.of(
        list.all(),
        ApiOperation.of("POST", "inbox_replays", this::begin).needs(Role.OPERATE),
        ApiOperation.of("GET", "inbox_replays/{id}", request -> one(request.uuid())),
        ApiOperation.of("POST", "inbox_replays/{id}/cancel", this::cancel).needs(Role.OPERATE));
  }

  private ApiAnswer begin(ApiRequest request) throws Exception {
    FieldReader given = new FieldReader(request.attributes("replay"));
    int rate = given.number("rate", RATE, RATE, 1, FASTEST);
    boolean isDryRun = given.yes("dry_run", false);
    JsonNode filter = given.get("filter");
    if (filter == null || !filter.isObject() || filter.isEmpty()) {
      given.add("filter", "must be an object with at least one filter of the inbox");
    }
    given.check();
    UUID id = replays.newId();
    QueryParameters query = query(filter);
    long total = rows.count(before(id, filters.conditions(query, request.caller())));
    if (isDryRun) {
      return ApiAnswer.meta(ApiAnswer.object().put("count", total).put("dry_run", true));
    }
    String workspace = request.caller().workspace();
    Replay replay = replays.begin(id, workspace, mapper.writeValueAsString(filter), rate, total);
    return ApiAnswer.one(ACCEPTED, item(replay));
  }

  private ApiAnswer cancel(ApiRequest request) throws Exception {
    request.mustHaveNoAttributes("cancel");
    replays.cancel(request.uuid());
    return one(request.uuid());
  }

  private ApiAnswer one(UUID id) throws Exception {
    return ApiAnswer.one(ApiAnswer.OK, item(replays.find(id).orElseThrow(ApiError::notFound)));
  }

  /** Reads the filters of a body like those of a list's query. */
  private QueryParameters query(JsonNode filter) {
    FieldReader given = new FieldReader(filter);
    QueryParameters query = new QueryParameters(null);
    for (String name : filters.list().parameters()) {
      String value = given.text(name, null, LONGEST_VALUE);
      query = value == null ? query : query.with(name, value);
    }
    given.check();
    return query;
  }

  private List<UUID> next(Replay replay, int most) throws Exception {
    Caller caller = new Caller(null, TYPE, replay.workspace(), Role.OPERATE);
    QueryFilter conditions;
    try {
      conditions = filters.conditions(query(mapper.readTree(replay.filter())), caller);
    } catch (ApiError | InvalidFieldsException e) {
      // The provider may have been removed since.
      throw new IllegalArgumentException(
          "the replay's filter is no longer valid: " + e.getMessage(), e);
    }
    conditions.and("i.id > cast(:?after as uuid)", "after", replay.position().toString());
    return rows.next(before(replay.id(), conditions), most);
  }

  private static QueryFilter before(UUID id, QueryFilter conditions) {
    return conditions.and("i.id < cast(:?before as uuid)", "before", id.toString());
  }

  private ObjectNode item(Replay replay) throws JsonProcessingException {
    ObjectNode attributes = ApiAnswer.object();
    attributes.set("filter", mapper.readTree(replay.filter()));
    attributes.put("rate", replay.rate());
    attributes.put("workspace_id", replay.workspace());
    attributes.put("status", replay.outcome().status().text());
    attributes.put("total", replay.counts().total());
    attributes.put("replayed", replay.counts().replayed());
    attributes.put("skipped", replay.counts().skipped());
    attributes.put("created_at", UtcTime.text(replay.createdAt()));
    attributes.put("finished_at", UtcTime.text(replay.outcome().finishedAt()));
    attributes.put("error", replay.outcome().error());
    return ApiAnswer.item(replay.id().toString(), TYPE, attributes);
  }
}
