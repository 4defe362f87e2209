package io.bellhop.api;

import io.bellhop.access.AuditLog;
import io.bellhop.access.AuditRecord;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.validation.InvalidFieldsException;
import java.sql.SQLException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a call if the caller's key allows it, and records every change. Thread-safe. */
final class OperationInvoker {
  private static final Logger LOG = LoggerFactory.getLogger(OperationInvoker.class);

  private final Visibility visibility;
  private final AuditLog audit;

  OperationInvoker(Visibility visibility, AuditLog audit) {
    this.visibility = visibility;
    this.audit = audit;
  }

  /**
   * @throws ApiError for any fault that the caller can correct
   */
  ApiAnswer run(ApiOperation call, ApiRequest request) throws Exception {
    if (!request.caller().role().covers(call.role())) {
      throw ApiError.forbidden(
          "The role of this key is "
              + request.caller().role().word()
              + ": this call needs "
              + call.role().word());
    }
    visibility.check(request);
    return call.method().equals("GET") ? call.handler().answer(request) : change(call, request);
  }

  private ApiAnswer change(ApiOperation call, ApiRequest request) throws Exception {
    UUID record =
        audit.begin(
            new AuditRecord(
                request.caller(),
                request.address(),
                call.method() + " " + String.join("/", call.path()),
                call.path().contains("{id}") ? request.id() : null,
                call.note().apply(request)));
    ApiAnswer answer;
    try {
      answer = call.handler().answer(request);
    } catch (ApiError e) {
      if (e.status() < 500) {
        audit.refused(record);
      }
      throw e;
    } catch (InvalidFieldsException e) {
      audit.refused(record);
      throw e;
    }
    done(record, answer);
    return answer;
  }

  /**
   * Records the end of a change. If that fails, the change stands and its record stays unfinished.
   */
  private void done(UUID record, ApiAnswer answer) {
    try {
      audit.done(
          record,
          answer.body().at("/data/id").asText(null),
          answer.body().at("/data/attributes/workspace_id").asText(null));
    } catch (SQLException e) {
      LOG.warn(
          "Bellhop cannot add the outcome of a change to its audit record: {}",
          DatabaseErrors.describe(e));
    }
  }
}
