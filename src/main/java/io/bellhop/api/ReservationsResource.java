package io.bellhop.api;

import java.util.List;

/**
 * The bookings as they stand now: the records that most callers are after, by a name of their own.
 */
final class ReservationsResource implements ApiResource {
  private static final String TYPE = "reservation";

  private final SnapshotQueries snapshots;

  ReservationsResource(SnapshotQueries snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public List<ApiOperation> calls() {
    return List.of(
        ApiOperation.pages(
            "reservations",
            request -> snapshots.list(TYPE, request.query()),
            SnapshotQueries.FILTERS.toArray(String[]::new)),
        ApiOperation.of(
            "GET",
            "reservations/{id}",
            request -> snapshots.one(TYPE, request.id(), request.query()),
            "integration_account_id"));
  }
}
