package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteVariables.draft;
import static io.bellhop.pipeline.RouteVariables.id;
import static io.bellhop.pipeline.RouteVariables.object;
import static io.bellhop.pipeline.RouteVariables.record;
import static io.bellhop.pipeline.RouteVariables.required;
import static io.bellhop.pipeline.RouteVariables.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.EventDraft;
import io.bellhop.event.KnownRecords;
import io.bellhop.failure.ApiLagException;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.MessageStatus;
import java.time.Instant;
import org.apache.camel.Exchange;

/**
 * The ends of a provider's route. The body is the record, and variables hold the rest: {@code
 * recordType}, {@code verb}, and where needed {@code alternateType}, {@code before}, {@code
 * metadata}, {@code preserve}, {@code ordered}, {@code error}, {@code recordId}, {@code expect},
 * and for the version {@code clock}, {@code eventTime}, {@code read}, {@code canRead}. Thread-safe.
 */
public final class PublishSteps {
  private static final String READ_AGAIN = "; that may pass, so Bellhop reads it again";

  private final ApiLag lag;
  private final RetryPolicy retries;
  private final KnownRecords known;
  private final RecordSchemaFilter shapes;
  private final RereadScheduler later;
  private final ApiLagDetector webhook;

  public PublishSteps(
      ApiLag lag,
      RetryPolicy retries,
      KnownRecords known,
      RecordSchemaFilter shapes,
      RereadScheduler later) {
    this.lag = lag;
    this.retries = retries;
    this.known = known;
    this.shapes = shapes;
    this.later = later;
    this.webhook = new ApiLagDetector(lag, known);
  }

  /**
   * Whether the route must provide the previous state of the record. It need not if the record has
   * a snapshot, because Bellhop compares the record with that.
   */
  public boolean needsBefore(Exchange exchange) {
    String recordId = id(exchange, "recordId");
    return recordId.isEmpty()
        || !known.remembers(
            ExchangeContext.of(exchange).account().id(),
            required(exchange, "recordType"),
            recordId);
  }

  /** Compares the record with its snapshot. */
  public void publish(Exchange exchange) {
    JsonNode record = held(exchange, record(exchange));
    webhook.check(exchange, record);
    EventDraft draft = draft(exchange, record).error(text(exchange, "error")).build();
    ExchangeContext.of(exchange).result().publish(draft);
    later.remember(exchange, draft.type(), draft.recordId(), draft.ordered());
  }

  private JsonNode held(Exchange exchange, JsonNode record) {
    String type = required(exchange, "recordType");
    shapes.hold(type, record, Warnings.of(exchange)::add);
    JsonNode before = exchange.getVariable("before", JsonNode.class);
    if (before != null) {
      // The previous state is not new, and neither are its faults.
      shapes.hold(type, before, fault -> {});
    }
    return record;
  }

  /** Emits an event about something without a state. */
  public void announce(Exchange exchange) {
    JsonNode record = held(exchange, object(exchange));
    String type = required(exchange, "recordType");
    String missing = shapes.missing(type, record);
    if (!missing.isEmpty()) {
      // Without an id, subscribers could not know the subject; a user can replay the message.
      throw new PermanentFailureException(
          "the mapping of " + type + " gives no record with " + missing);
    }
    emit(exchange, draft(exchange, record).compared(false));
  }

  /** Emits that the account's authorization has ended, and stops all of its API calls. */
  public void revoke(Exchange exchange) {
    emit(exchange, draft(exchange, held(exchange, object(exchange))).compared(false).revokes(true));
  }

  /**
   * Refuses the record, because the body of the API's answer states that it does not exist. The
   * callers of the route may continue without it.
   */
  public void refuse(Exchange exchange) {
    String message = text(exchange, "error");
    if (message == null && exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null) {
      fail(exchange); // An error configuration of the provider's folder has caught a refusal.
      return;
    }
    exchange.removeVariable("error");
    throw new ApiRejectedException(
        message == null ? "the provider's API has no such record" : message);
  }

  /**
   * Rethrows a refusal that a route has caught, because its message cannot continue without the
   * record.
   */
  public void rethrow(Exchange exchange) throws Exception {
    throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }

  /** Publishes that the provider's API has refused permanently: the event has only the id. */
  public void fail(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String error = cause == null ? "unknown" : cause.getMessage();
    ExchangeContext current = ExchangeContext.of(exchange);
    if (cause instanceof ApiRejectedException refused
        && refused.mayPass()
        && waitsForRecord(exchange, current, error)) {
      return;
    }
    if (current.first().isReadAgain()) {
      // Its event was published. Another message reports later changes of the record.
      current.result().end(current.messages(), MessageStatus.IGNORED, error);
      return;
    }
    boolean gone = cause instanceof ApiRejectedException refused && refused.gone();
    if (current.first().isFollowUp()
        || current.first().isSyncPage()
        || current.first().isSync() && !gone) {
      // It has no event to mark as failed, so the operator must see the failure.
      current.result().end(current.messages(), MessageStatus.DEAD, error);
      return;
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode().put("id", failedId(exchange));
    if (current.first().isSync()) {
      // A webhook may be early, but a list is not: it contained the record, so the record was
      // deleted.
      exchange.setVariable("verb", "deleted");
      emit(exchange, draft(exchange, record));
      return;
    }
    emit(exchange, draft(exchange, record).error(error).failed(true));
  }

  private static String failedId(Exchange exchange) {
    required(exchange, "recordId");
    return id(exchange, "recordId");
  }

  /**
   * Reads a missing part of a record again shortly after its webhook, because the API may lag
   * behind. If the part is still missing then, Bellhop treats it as deleted, so that it does not
   * delay the record any longer.
   *
   * @throws ApiLagException if Bellhop must run the message again
   */
  public void awaitPart(Exchange exchange) {
    ApiRejectedException refusal =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, ApiRejectedException.class);
    ExchangeContext current = ExchangeContext.find(exchange).orElse(null);
    if (current == null || !refusal.gone() || !mayBeBehind(exchange, current)) {
      return;
    }
    Instant again = lag.missingPart(current);
    if (again != null) {
      throw new ApiLagException(refusal.getMessage() + READ_AGAIN, again);
    }
  }

  private boolean waitsForRecord(Exchange exchange, ExchangeContext current, String error) {
    if (!mayBeBehind(exchange, current)) {
      return false;
    }
    Instant again = lag.missing(current, text(exchange, "recordType"), id(exchange, "recordId"));
    if (again != null) {
      // Not thrown, because this exchange has already failed.
      retries.fail(current, new ApiLagException(error + READ_AGAIN, again));
    }
    return again != null;
  }

  /** The API may lag only behind its own webhook; a list and a follow-up come later. */
  private static boolean mayBeBehind(Exchange exchange, ExchangeContext current) {
    return !current.first().isSync() && !current.first().isFollowUp() && ApiLag.asked(exchange);
  }

  /** Ends a message that needs no event. */
  public void ignore(Exchange exchange) {
    ExchangeContext current = ExchangeContext.of(exchange);
    current.result().end(current.messages(), MessageStatus.IGNORED, text(exchange, "error"));
  }

  /** Ends a follow-up that has done its work. */
  public void done(Exchange exchange) {
    ExchangeContext current = ExchangeContext.of(exchange);
    current.result().end(current.messages(), MessageStatus.DONE, null);
  }

  private static void emit(Exchange exchange, EventDraft.Builder draft) {
    ExchangeContext.of(exchange).result().publish(draft.build());
  }
}
