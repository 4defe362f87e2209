package io.bellhop.api;

import io.bellhop.config.Suggestions;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Records of every type as they stand now. */
final class RecordsResource implements ApiResource {
  private final SnapshotQueries snapshots;
  private final Supplier<? extends Iterable<String>> types;

  /**
   * @param types what records can be, whether or not there is one
   */
  RecordsResource(SnapshotQueries snapshots, Supplier<? extends Iterable<String>> types) {
    this.snapshots = snapshots;
    this.types = types;
  }

  @Override
  public List<ApiOperation> calls() {
    return List.of(
        ApiOperation.pages(
            "records/{type}",
            request -> snapshots.list(type(request), request.query()),
            SnapshotQueries.FILTERS.toArray(String[]::new)),
        ApiOperation.of(
            "GET",
            "records/{type}/{id}",
            request -> snapshots.one(type(request), request.segments().get(2), request.query()),
            "integration_account_id"));
  }

  /**
   * @throws ApiError 422 for a type that no record has: an empty list would look like an answer
   */
  private String type(ApiRequest request) throws Exception {
    String type = request.segments().get(1);
    TreeSet<String> known = new TreeSet<>();
    types.get().forEach(known::add);
    if (!known.contains(type)) {
      // A provider that is no longer loaded may have left some.
      known.addAll(snapshots.types());
    }
    if (!known.contains(type)) {
      throw ApiError.invalid("type", Suggestions.unknown(type, known));
    }
    return type;
  }
}
