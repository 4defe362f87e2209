package io.bellhop.setup;

import io.bellhop.access.AuditLog;
import io.bellhop.access.AuditRecord;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Records what a declaration changes, under the actions of the API calls that would do the same.
 */
final class SetupAudit {
  private static final Caller SETUP = new Caller(null, "setup", null, Role.ADMIN);

  private final AuditLog log;

  SetupAudit(AuditLog log) {
    this.log = log;
  }

  /** Makes or changes something, and returns its id. */
  @FunctionalInterface
  interface Change {
    UUID make() throws SQLException;
  }

  void note(String action, String fields, String workspace, Change change) throws SQLException {
    UUID record = log.begin(new AuditRecord(SETUP, null, action, null, fields));
    UUID changed = change.make();
    log.done(record, changed.toString(), workspace);
  }
}
