package io.bellhop.api;

import java.util.List;

/**
 * The bookings as they stand now: the records that most callers are after, by a name of their own.
 */
final class ReservationsResource implements Resource {
  private static final String TYPE = "reservation";

  private final Snapshots snapshots;

  ReservationsResource(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public List<Call> calls() {
    return List.of(
        Call.pages(
            "reservations",
            request -> snapshots.list(TYPE, request.query()),
            Snapshots.FILTERS.toArray(String[]::new)),
        Call.of(
            "GET",
            "reservations/{id}",
            request -> snapshots.one(TYPE, request.id(), request.query()),
            "integration_account_id"));
  }
}
